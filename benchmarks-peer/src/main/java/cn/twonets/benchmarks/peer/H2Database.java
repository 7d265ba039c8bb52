package cn.twonets.benchmarks.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** H2 in this process, in a file of its own. Its commits reach the file, but it never syncs them to the disk. */
final class H2Database implements PeerDatabase {
    private final Path folder;
    private final HikariDataSource connections;
    private final String name;
    private final int writeDelay;

    /**
     * @param folder empty, or not there yet
     * @param writeDelayMillis 0: a commit is in the file before it is answered; else it may come so much later
     */
    H2Database(Path folder, int writeDelayMillis, int size) throws IOException, SQLException {
        this.folder = Files.createDirectories(folder);
        this.connections = PeerDatabase.pool("jdbc:h2:file:" + folder.toAbsolutePath().resolve("peer") + ";WRITE_DELAY="
                + writeDelayMillis + ";QUERY_CACHE_SIZE=512;LOCK_TIMEOUT=10000;DB_CLOSE_ON_EXIT=FALSE", size);
        try (Connection connection = connections.getConnection()) {
            name = "H2 " + connection.getMetaData().getDatabaseProductVersion();
            writeDelay = Integer.parseInt(PeerDatabase.ask(connection,
                    "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'"));
        }
    }

    @Override
    public HikariDataSource connections() {
        return connections;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String durability() {
        return writeDelay == 0
                ? "every commit in the file before its answer, never synced: survives kill -9, not a power failure (WRITE_DELAY 0)"
                : "commits reach the file up to " + writeDelay
                        + " ms after their answer: kill -9 loses them (WRITE_DELAY "
                        + writeDelay + ")";
    }

    @Override
    public long bytesOnDisk() throws IOException, SQLException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    @Override
    public long logBytes() {
        return 0;
    }

    @Override
    public Optional<Duration> processorTime() {
        return Optional.of(Duration.ZERO);
    }

    /** The database closes with its last connection. */
    @Override
    public void close() {
        connections.close();
    }
}
