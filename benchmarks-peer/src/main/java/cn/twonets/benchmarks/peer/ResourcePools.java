package cn.twonets.benchmarks.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The aid resources, one row each, in the engine's own database: a reservation is a guarded update in the very
 * transaction of the step that needs it, so that it is rolled back with it.
 */
final class ResourcePools {
    private static final String CREATE = """
            CREATE TABLE peer_pool (id INTEGER PRIMARY KEY, capacity INTEGER NOT NULL, available INTEGER NOT NULL,
            held INTEGER NOT NULL, confirmed INTEGER NOT NULL)""";
    private static final String RESERVE = "UPDATE peer_pool SET available = available - 1, held = held + 1 WHERE id = ? AND available >= 1";
    private static final String SETTLE = "UPDATE peer_pool SET held = held - 1, confirmed = confirmed + 1 WHERE id = ? AND held >= 1";

    private final int count;

    /** @param count how many resources there are */
    ResourcePools(int count) {
        this.count = count;
    }

    /** The numbers of one resource. */
    record Pool(int id, int capacity, int available, int held, int confirmed) {}

    int count() {
        return count;
    }

    /** Makes the table, every resource with the same capacity. */
    void create(Connection connection, int capacity) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO peer_pool VALUES (?, ?, ?, 0, 0)")) {
            for (int id = 0; id < count; id++) {
                insert.setInt(1, id);
                insert.setInt(2, capacity);
                insert.setInt(3, capacity);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** False if nothing is left. */
    boolean reserve(Connection connection, int id) throws SQLException {
        return update(connection, RESERVE, id) == 1;
    }

    /** @throws IllegalStateException if nothing of the resource is held */
    void settle(Connection connection, int id) throws SQLException {
        if (update(connection, SETTLE, id) != 1) {
            throw new IllegalStateException("resource " + id + " holds nothing that could be settled");
        }
    }

    List<Pool> read(Connection connection) throws SQLException {
        List<Pool> pools = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement
                        .executeQuery("SELECT id, capacity, available, held, confirmed FROM peer_pool ORDER BY id")) {
            while (rows.next()) {
                pools.add(new Pool(rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4), rows.getInt(5)));
            }
        }
        return pools;
    }

    private static int update(Connection connection, String sql, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            return statement.executeUpdate();
        }
    }
}
