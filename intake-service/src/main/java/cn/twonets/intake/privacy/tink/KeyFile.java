package cn.twonets.intake.privacy.tink;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file with intake's master keys: a JSON object with the two Tink keysets {@code sealing} and {@code marking}.
 * Whoever has this file and the store can read everything private; whoever loses it never can again. So it belongs to
 * its owner alone, is only ever replaced by itself with a key more or less, and is to be backed up apart from the store.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN_TO_OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;

    public KeyFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
        register();
    }

    private static void register() {
        try {
            AeadConfig.register();
            PrfConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks the needed cryptography", e);
        }
    }

    /**
     * The safe with the keys in the file.
     *
     * @throws UnusableKeysException if the file is absent, unreadable, open to others or not a key file
     */
    public TinkKeys open() {
        return keys(read(), "the key file " + path + " is not a key file of the intake service");
    }

    /**
     * The keys in the content of such a file, for installations that hand it over without a file.
     *
     * @throws UnusableKeysException if it is something else
     */
    public static TinkKeys of(String content) {
        register();
        return keys(content, "what is given as twonets.intake.keys is not the content of a key file");
    }

    private static TinkKeys keys(String text, String otherwise) {
        try {
            Keysets keysets = JSON.readValue(text, Keysets.class);
            return new TinkKeys(parse(keysets.sealing()), parse(keysets.marking()));
        } catch (GeneralSecurityException | RuntimeException e) {
            // the cause is left out: its message can quote the file
            throw new UnusableKeysException(otherwise);
        }
    }

    /** Whether there is such a file. */
    public boolean exists() {
        return Files.exists(path);
    }

    /** One master key: its name, and whether it wraps from now on. */
    public record Master(String name, boolean primary) {}

    /** The master keys in the file, the oldest first. */
    public List<Master> masters() {
        KeysetHandle sealing = sealing(keysets());
        return IntStream.range(0, sealing.size())
                .mapToObj(sealing::getAt)
                .map(entry -> new Master(TinkKeys.name(entry), entry.isPrimary()))
                .toList();
    }

    /**
     * First step of a rotation: adds a master key that can unwrap and does not wrap yet. Every instance must have read it
     * before {@link #promote}.
     *
     * @return its name
     */
    public String add() {
        Set<String> before = masters().stream().map(Master::name).collect(Collectors.toSet());
        change(builder -> builder.addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM).withRandomId()));
        return masters().stream().map(Master::name).filter(name -> !before.contains(name)).findFirst().orElseThrow();
    }

    /**
     * Second step: from now on this master key wraps. Instances that start with it wrap all keys anew.
     *
     * @throws UnusableKeysException if there is none of this name
     */
    public void promote(String name) {
        int at = indexOf(name);
        change(builder -> {
            builder.getAt(at).makePrimary();
            return builder;
        });
    }

    /**
     * Last step: takes a master key away for good. Whatever is still wrapped with it can never be read again.
     *
     * @throws UnusableKeysException if there is none of this name, or it is the one that wraps
     */
    public void retire(String name) {
        int at = indexOf(name);
        if (masters().get(at).primary()) {
            throw new UnusableKeysException("master key " + name + " is the one that wraps; promote another one first");
        }
        change(builder -> builder.deleteAt(at));
    }

    private int indexOf(String name) {
        List<String> names = masters().stream().map(Master::name).toList();
        if (!names.contains(name)) {
            throw new UnusableKeysException("the key file " + path + " has no master key " + name + ", only " + names);
        }
        return names.indexOf(name);
    }

    private void change(UnaryOperator<KeysetHandle.Builder> by) {
        Keysets before = keysets();
        try {
            KeysetHandle after = by.apply(KeysetHandle.newBuilder(sealing(before))).build();
            Path draft = draft(JSON.writeValueAsString(new Keysets(serialized(after), before.marking())));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UnusableKeysException("the key file " + path + " cannot be written: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot change the keys", e);
        }
    }

    private Keysets keysets() {
        open();
        return JSON.readValue(read(), Keysets.class);
    }

    private static KeysetHandle sealing(Keysets keysets) {
        try {
            return parse(keysets.sealing());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keys were readable just before", e);
        }
    }

    /**
     * As {@link #open}, but makes the file, readable by its owner alone, if there is none. For local runs only: a
     * service whose file was lost must stop, not begin with new keys.
     *
     * @throws UnusableKeysException also if it cannot be written
     */
    public TinkKeys openOrCreate() {
        if (!Files.exists(path)) {
            create();
        }
        return open();
    }

    private String read() {
        try {
            if (isOpenToOthers()) {
                throw new UnusableKeysException(
                        "the key file " + path + " is open to other users; make it readable by its owner alone"
                                + " (chmod 600)");
            }
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new UnusableKeysException(
                    "the key file " + path + " does not exist; the intake service does not start without its keys", e);
        } catch (IOException e) {
            throw new UnusableKeysException("the key file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void create() {
        try {
            String text = JSON.writeValueAsString(
                    new Keysets(
                            generate(PredefinedAeadParameters.AES256_GCM),
                            generate(PredefinedPrfParameters.HMAC_SHA256_PRF)));
            Path draft = draft(text);
            try {
                // a link, unlike a move, never replaces: of two processes that create at once, both use the first one's
                Files.createLink(path, draft);
            } catch (FileAlreadyExistsException somebodyElseWasFaster) {
                return;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UnusableKeysException("the key file " + path + " cannot be written: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make keys", e);
        }
    }

    /** Synced, beside the file, for its owner alone. */
    private Path draft(String text) throws IOException {
        Path folder = path.getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, "keys", ".draft", ownerOnly(folder));
        try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        return draft;
    }

    private boolean isOpenToOthers() throws IOException {
        return isPosix(path) && Files.getPosixFilePermissions(path).stream().anyMatch(OPEN_TO_OTHERS::contains);
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return isPosix(folder)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String generate(Parameters parameters) throws GeneralSecurityException {
        return serialized(KeysetHandle.generateNew(parameters));
    }

    private static String serialized(KeysetHandle keyset) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    }

    private static KeysetHandle parse(String keyset) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get());
    }

    /** The file's content; each is a keyset in Tink's own JSON, as a string. Does not print itself. */
    private record Keysets(String sealing, String marking) {
        @Override
        public String toString() {
            return "[keys]";
        }
    }
}
