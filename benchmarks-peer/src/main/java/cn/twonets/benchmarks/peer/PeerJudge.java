package cn.twonets.benchmarks.peer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the tables when all is over: every life ended exactly once, nothing is left under way, no resource was given
 * more often than it could, and the history tells every step, task, variable and change.
 */
final class PeerJudge {
    private static final List<String> RUNNING = List.of("ACT_RU_EXECUTION", "ACT_RU_TASK", "ACT_RU_VARIABLE",
            "ACT_RU_JOB", "ACT_RU_TIMER_JOB", "ACT_RU_SUSPENDED_JOB", "ACT_RU_DEADLETTER_JOB");
    private static final String OF_CLOSED = " JOIN ACT_HI_PROCINST p ON p.PROC_INST_ID_ = h.PROC_INST_ID_ AND p.END_ACT_ID_ = '"
            + NeedLife.CLOSED + "'";

    private final Connection connection;
    private final List<String> findings = new ArrayList<>();

    PeerJudge(Connection connection) {
        this.connection = connection;
    }

    /**
     * What was found.
     *
     * @param closed lives that ended with a resource
     * @param unmet lives for which nothing was left
     * @param findings what is wrong, in words; empty if nothing is
     */
    record Verdict(long closed, long unmet, List<String> findings) {}

    /** @param begun how many lives were begun, with ids {@link PeerCrowd#id} of 0 and on */
    Verdict judge(long begun, ResourcePools pools) throws SQLException {
        Map<String, String> ends = ends();
        long closed = 0;
        long unmet = 0;
        for (long number = 0; number < begun; number++) {
            String end = ends.remove(PeerCrowd.id(number));
            if (NeedLife.CLOSED.equals(end)) {
                closed++;
            } else if (NeedLife.UNMET.equals(end)) {
                unmet++;
            } else {
                findings.add(PeerCrowd.id(number) + " has not ended");
            }
        }
        ends.keySet().forEach(id -> findings.add(id + " was never begun"));
        for (String table : RUNNING) {
            expect(0, "SELECT COUNT(*) FROM " + table, "rows left in " + table);
        }
        recount(pools);
        history(closed);
        return new Verdict(closed, unmet, List.copyOf(findings));
    }

    private Map<String, String> ends() throws SQLException {
        Map<String, String> ends = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT PROC_INST_ID_, END_ACT_ID_ FROM ACT_HI_PROCINST WHERE END_TIME_ IS NOT NULL")) {
            while (rows.next()) {
                if (ends.put(rows.getString(1), rows.getString(2)) != null) {
                    findings.add(rows.getString(1) + " ended twice");
                }
            }
        }
        return ends;
    }

    /** From the closed lives themselves, not from the pools' own numbers. */
    private void recount(ResourcePools pools) throws SQLException {
        Map<Integer, Integer> given = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT h.LONG_, COUNT(*) FROM ACT_HI_VARINST h" + OF_CLOSED
                        + " WHERE h.NAME_ = '" + NeedLife.RESOURCE + "' GROUP BY h.LONG_")) {
            while (rows.next()) {
                given.put(rows.getInt(1), rows.getInt(2));
            }
        }
        for (ResourcePools.Pool pool : pools.read(connection)) {
            int really = given.getOrDefault(pool.id(), 0);
            if (really > pool.capacity() || pool.available() < 0) {
                findings.add("resource " + pool.id() + " was overdrawn: " + really + " given of " + pool.capacity());
            }
            if (pool.held() != 0) {
                findings.add("resource " + pool.id() + " still holds " + pool.held());
            }
            if (pool.confirmed() != really || pool.available() + pool.held() + pool.confirmed() != pool.capacity()) {
                findings.add("resource " + pool.id() + " says " + pool + ", its lives say " + really);
            }
        }
    }

    private void history(long closed) throws SQLException {
        for (String step : NeedLife.STEPS) {
            String from = " FROM ACT_HI_ACTINST h" + OF_CLOSED + " WHERE h.END_TIME_ IS NOT NULL AND h.ACT_ID_ = '"
                    + step
                    + "'";
            expect(closed, "SELECT COUNT(*)" + from, "passages of " + step);
            expect(closed, "SELECT COUNT(DISTINCT h.PROC_INST_ID_)" + from, "lives that passed " + step);
        }
        for (String task : List.of(NeedLife.LEAD, NeedLife.ANSWER)) {
            expect(closed, "SELECT COUNT(*) FROM ACT_HI_TASKINST h" + OF_CLOSED
                    + " WHERE h.END_TIME_ IS NOT NULL AND h.TASK_DEF_KEY_ = '" + task + "'", "tasks done of " + task);
        }
        for (String variable : NeedLife.VARIABLES) {
            for (String table : List.of("ACT_HI_VARINST", "ACT_HI_DETAIL")) {
                expect(closed, "SELECT COUNT(DISTINCT h.PROC_INST_ID_) FROM " + table + " h" + OF_CLOSED
                        + " WHERE h.NAME_ = '" + variable + "'", "lives that tell " + variable + " in " + table);
            }
        }
    }

    private void expect(long expected, String sql, String what) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            if (rows.getLong(1) != expected) {
                findings.add(what + ": " + rows.getLong(1) + ", not " + expected);
            }
        }
    }
}
