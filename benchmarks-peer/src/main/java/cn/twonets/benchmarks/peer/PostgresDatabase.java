package cn.twonets.benchmarks.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.net.InetAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that somebody runs. The peer works in a schema of its own with a random name, which is dropped at
 * the end; nothing else in the database is touched.
 */
final class PostgresDatabase implements PeerDatabase {
    private final HikariDataSource connections;
    private final String schema;
    private final String name;
    private final String durability;
    private final String logStart;
    private final @Nullable ProcessHandle server;
    private final Map<Long, Duration> spent = new HashMap<>();

    /**
     * @param url {@code jdbc:postgresql://host:port/database?user=…}; a password is taken from the driver's own password
     *            file
     */
    PostgresDatabase(String url, int size) throws SQLException {
        byte[] random = new byte[6];
        ThreadLocalRandom.current().nextBytes(random);
        schema = "peer_" + HexFormat.of().formatHex(random);
        connections = PeerDatabase
                .pool(url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema + "&ApplicationName=peer",
                        size);
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
            name = "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
            durability = durability(connection);
            logStart = PeerDatabase.ask(connection, "SELECT pg_current_wal_lsn()");
            server = server(url, connection).orElse(null);
            connection.commit();
        }
        if (server != null) {
            processorTime();
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
        return durability;
    }

    @Override
    public long bytesOnDisk() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            String bytes = PeerDatabase.ask(connection,
                    "SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                            + " WHERE n.nspname = '" + schema + "' AND c.relkind = 'r'");
            connection.commit();
            return Long.parseLong(bytes);
        }
    }

    @Override
    public long logBytes() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            String bytes = PeerDatabase.ask(connection,
                    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + logStart + "')::bigint");
            connection.commit();
            return Long.parseLong(bytes);
        }
    }

    /** What its processes have spent as far as they could be seen; one that came and went between two looks is not. */
    @Override
    public synchronized Optional<Duration> processorTime() {
        if (server == null) {
            return Optional.empty();
        }
        try (Stream<ProcessHandle> processes = Stream.concat(Stream.of(server), server.descendants())) {
            processes.forEach(process -> process.info().totalCpuDuration()
                    .ifPresent(time -> spent.merge(process.pid(), time, (a, b) -> a.compareTo(b) > 0 ? a : b)));
        }
        return Optional.of(spent.values().stream().reduce(Duration.ZERO, Duration::plus));
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA " + schema + " CASCADE");
            connection.commit();
        }
        connections.close();
    }

    private static String durability(Connection connection) throws SQLException {
        boolean fsync = PeerDatabase.ask(connection, "SHOW fsync").equals("on");
        String commit = PeerDatabase.ask(connection, "SHOW synchronous_commit");
        String settings = " (fsync " + (fsync ? "on" : "off") + ", synchronous_commit " + commit + ", full_page_writes "
                + PeerDatabase.ask(connection, "SHOW full_page_writes") + ")";
        if (commit.equals("off")) {
            return "commits are answered before they are written: a crash of the server loses the newest" + settings;
        }
        return (fsync
                ? "every commit synced to the disk before its answer: survives a power failure"
                : "every commit written before its answer, never synced: survives kill -9, not a power failure")
                + settings;
    }

    /** The postmaster: the parent of the process that serves this connection, if both are on this machine. */
    private static Optional<ProcessHandle> server(String url, Connection connection) throws SQLException {
        String host = URI.create(url.substring("jdbc:".length())).getHost();
        try {
            if (host == null || !InetAddress.getByName(host).isLoopbackAddress()) {
                return Optional.empty();
            }
        } catch (java.net.UnknownHostException unknown) {
            throw new SQLException("no such host: " + host, unknown);
        }
        long serving = Long.parseLong(PeerDatabase.ask(connection, "SELECT pg_backend_pid()"));
        return ProcessHandle.of(serving).flatMap(ProcessHandle::parent);
    }
}
