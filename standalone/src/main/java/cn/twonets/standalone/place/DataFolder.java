package cn.twonets.standalone.place;

import cn.twonets.events.rights.BrokerUser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a local product keeps everything. Only its owner may read it. Each part of the product locks only
 * what it owns, so that several processes share one folder.
 */
public final class DataFolder {
    private static final String PORTS = "ports.properties";
    private static final String AUTHORITY = "authority";
    private static final String OWN_DATA = "own-data";

    private final Path root;

    private DataFolder(Path root) {
        this.root = root;
    }

    /** A folder that need not exist; nothing is created. */
    public static DataFolder at(Path root) {
        return new DataFolder(root.toAbsolutePath().normalize());
    }

    /**
     * Creates the folder where it does not exist, for its owner alone, and tries to write in it.
     *
     * @throws Refused if that is not possible
     */
    public DataFolder create() {
        try {
            createPrivate(root);
            Path probe = Files.createTempFile(root, "writable", ".tmp");
            Files.delete(probe);
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START, "The data folder " + root + " cannot be written to ("
                    + e.getClass().getSimpleName() + "); choose another with --data.");
        }
        return this;
    }

    public Path root() {
        return root;
    }

    /** Whether anything was ever kept here. */
    public boolean exists() {
        return Files.isDirectory(root);
    }

    /**
     * The sub-folder of one part, created for the owner alone.
     *
     * @throws Refused if that is not possible
     */
    public Path part(String name) {
        Path folder = root.resolve(name);
        try {
            createPrivate(folder);
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The folder " + folder + " cannot be created (" + e.getClass().getSimpleName() + ").");
        }
        return folder;
    }

    /**
     * Takes one part of the folder for this process until it ends, however it ends.
     *
     * @throws Refused if another process has it
     */
    public Held hold(String part) {
        Path file = part("locks").resolve(part + ".lock");
        try {
            FileChannel channel = FileChannel
                    .open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Refused(Exit.CANNOT_START, "The data folder " + root + " is in use: another process"
                        + holder(part) + " runs its " + part
                        + "; stop that one, or choose another folder with --data.");
            }
            Files.writeString(holderFile(part), Long.toString(ProcessHandle.current().pid()));
            return new Held(channel);
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The lock " + file + " cannot be taken (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** The file that holds the offset of the virtual clock. */
    public Path clockOffset() {
        return part("clock").resolve("offset");
    }

    /** The secret with which a service asks for its own tokens. */
    public Path clientSecret(String client) {
        return part("issuer").resolve(client + ".secret");
    }

    /** The password of one of the local broker's users, where connections are encrypted. */
    public Path brokerPassword(BrokerUser user) {
        return part("broker-users").resolve(user.word() + ".password");
    }

    /**
     * Notes on which ports the product of this folder runs, for the commands that join it.
     *
     * @param authority whom those commands are to trust, null where nothing is encrypted
     */
    public void remember(Ports ports, @Nullable Path authority) {
        Properties noted = new Properties();
        noted.setProperty("gateway", Integer.toString(ports.gateway()));
        noted.setProperty("intake", Integer.toString(ports.intake()));
        noted.setProperty("dispatch", Integer.toString(ports.dispatch()));
        noted.setProperty("resource", Integer.toString(ports.resource()));
        noted.setProperty("management", Integer.toString(ports.management()));
        noted.setProperty("issuer", Integer.toString(ports.issuer()));
        noted.setProperty("kafka", Integer.toString(ports.kafka()));
        noted.setProperty("kafka-controller", Integer.toString(ports.kafkaController()));
        noted.setProperty("store", Integer.toString(ports.store()));
        if (authority != null) {
            noted.setProperty(AUTHORITY, authority.toString());
        }
        StringBuilder text = new StringBuilder();
        noted.stringPropertyNames().stream().sorted()
                .forEach(name -> text.append(name).append('=').append(noted.getProperty(name)).append('\n'));
        write(root.resolve(PORTS), text.toString());
    }

    /** The ports on which the product of this folder was last started; empty if it never was. */
    public Optional<Ports> rememberedPorts() {
        return noted().map(noted -> {
            Ports ports = ports(noted);
            return noted.getProperty(AUTHORITY) == null ? ports : ports.encryptedOnly();
        });
    }

    /** Whom the product of this folder lets its commands trust; empty where nothing was encrypted at its last start. */
    public Optional<Path> rememberedAuthority() {
        return noted().map(noted -> noted.getProperty(AUTHORITY)).map(Path::of);
    }

    private Optional<Properties> noted() {
        Path file = root.resolve(PORTS);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties noted = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            noted.load(reader);
            return Optional.of(noted);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadablePorts();
        }
    }

    private Ports ports(Properties noted) {
        try {
            return new Ports(port(noted, "gateway"), port(noted, "intake"), port(noted, "dispatch"),
                    port(noted, "resource"), managementPort(noted), port(noted, "issuer"), port(noted, "kafka"),
                    port(noted, "kafka-controller"), port(noted, "store"), false);
        } catch (IllegalArgumentException e) {
            throw unreadablePorts();
        }
    }

    /** Folders of before there was one hold none; it lies beside the gateway's then as now. */
    private static int managementPort(Properties noted) {
        return noted.containsKey("management")
                ? port(noted, "management")
                : port(noted, "gateway") + Ports.USUAL.management() - Ports.USUAL.gateway();
    }

    private Refused unreadablePorts() {
        return new Refused(Exit.NOT_RUNNING,
                "The file " + root.resolve(PORTS) + " is not readable; name the ports with --port-base.");
    }

    /** Notes for good that this folder holds data of one's own; virtual time is refused from then on. */
    public void markOwnData(String why) {
        write(root.resolve(OWN_DATA), why + "\n");
    }

    /** Why the folder counts as holding data of one's own; empty while it holds only what the product made up. */
    public Optional<String> ownData() {
        Path file = root.resolve(OWN_DATA);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.of("the mark " + file + " is not readable");
        }
    }

    /**
     * Writes a file whole or not at all, readable by its owner alone.
     *
     * @throws Refused if that is not possible
     */
    public static void write(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(text));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The file " + file + " cannot be written (" + e.getClass().getSimpleName() + ").");
        }
    }

    /**
     * What a file holds.
     *
     * @throws Refused if it cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The file " + file + " cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static void createPrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (parent != null && Files.getFileStore(parent).supportsFileAttributeView("posix")) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Null as well where this same process holds it. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private Path holderFile(String part) {
        return root.resolve("locks").resolve(part + ".pid");
    }

    private String holder(String part) {
        try {
            return Files.isRegularFile(holderFile(part), LinkOption.NOFOLLOW_LINKS)
                    ? " (" + Files.readString(holderFile(part)).strip() + ")"
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static int port(Properties noted, String name) {
        return Integer.parseInt(noted.getProperty(name, "0"));
    }

    /** A part of the folder that this process holds. */
    public static final class Held implements AutoCloseable {
        private final FileChannel channel;

        private Held(FileChannel channel) {
            this.channel = channel;
        }

        /** Gives it back. */
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
