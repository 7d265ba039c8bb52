package cn.twonets.benchmarks.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Where the peer keeps its state. Closing gives back everything that was taken. */
interface PeerDatabase extends AutoCloseable {
    /** The pool of connections, opened with the database; the engine's own is slower, says its guide. */
    HikariDataSource connections();

    /** Product and version. */
    String name();

    /** What an answered commit survives, and by which settings; asked of the database, not assumed. */
    String durability();

    /** What the tables and indexes take on disk now. */
    long bytesOnDisk() throws IOException, SQLException;

    /** What has gone through the write-ahead log since the database was opened; 0 where there is none. */
    long logBytes() throws SQLException;

    /**
     * The processor time of the database's own processes so far: zero where it runs inside this one, empty where they
     * cannot be seen.
     */
    Optional<Duration> processorTime();

    @Override
    void close() throws SQLException, IOException;

    /** A pool that hands out as many connections as there are users of them. */
    static HikariDataSource pool(String url, int size) {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(size);
        settings.setMinimumIdle(size);
        settings.setAutoCommit(false);
        settings.setPoolName("peer");
        return new HikariDataSource(settings);
    }

    /** The first column of the first row. */
    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no answer to: " + sql);
            }
            return rows.getString(1);
        }
    }
}
