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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file with intake's keys: a JSON object with the two Tink keysets {@code sealing} and {@code marking}. Whoever has
 * this file and the store can read everything private; whoever loses it never can again. So it belongs to its owner
 * alone, is never overwritten, and is to be backed up apart from the store.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN_TO_OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;

    public KeyFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
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
    public TinkSafe open() {
        String text = read();
        try {
            Keysets keysets = JSON.readValue(text, Keysets.class);
            return new TinkSafe(parse(keysets.sealing()), parse(keysets.marking()));
        } catch (GeneralSecurityException | RuntimeException e) {
            // the cause is left out: its message can quote the file
            throw new UnusableKeysException("the key file " + path + " is not a key file of the intake service");
        }
    }

    /**
     * As {@link #open}, but makes the file, readable by its owner alone, if there is none. For local runs only: a
     * service whose file was lost must stop, not begin with new keys.
     *
     * @throws UnusableKeysException also if it cannot be written
     */
    public TinkSafe openOrCreate() {
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
            Path folder = path.getParent();
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "keys", ".draft", ownerOnly(folder));
            try {
                try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        file.write(bytes);
                    }
                    file.force(true);
                }
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
        return TinkJsonProtoKeysetFormat
                .serializeKeyset(KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get());
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
