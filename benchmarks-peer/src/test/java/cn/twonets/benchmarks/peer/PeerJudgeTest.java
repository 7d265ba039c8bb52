package cn.twonets.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowable.task.api.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge finds what is planted in the tables of lives that went well; the timer really moves a life. */
@TestInstance(Lifecycle.PER_CLASS)
class PeerJudgeTest {
    private static final int LIVES = 6;

    private H2Database database;
    private final ResourcePools pools = new ResourcePools(2);

    @BeforeAll
    void leadsAFewLives(@TempDir Path folder) throws Exception {
        database = new H2Database(folder, 0, 16);
        try (PeerCrowd crowd = new PeerCrowd(database, pools, Clock.systemUTC(), 2)) {
            try (Connection connection = database.connections().getConnection()) {
                pools.create(connection, 5);
                connection.commit();
            }
            crowd.flatOut(LIVES, 2);
            assertThat(crowd.failures()).isEmpty();
        }
    }

    @AfterAll
    void closes() {
        database.close();
    }

    @Test
    void findsNothingWhereNothingIsWrong() throws SQLException {
        assertThat(judgeAfter(null, LIVES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM ACT_HI_PROCINST WHERE PROC_INST_ID_ LIKE '%03' | need-000000000000000000000000003 has not ended
            UPDATE ACT_HI_PROCINST SET END_TIME_ = NULL WHERE PROC_INST_ID_ LIKE '%02' | need-000000000000000000000000002 has not ended
            UPDATE ACT_HI_PROCINST SET END_ACT_ID_ = 'lead' WHERE PROC_INST_ID_ LIKE '%02' | need-000000000000000000000000002 has not ended
            UPDATE peer_pool SET capacity = 2, available = -1 WHERE id = 1 | resource 1 was overdrawn: 3 given of 2
            UPDATE peer_pool SET held = 1, available = available - 1 WHERE id = 0 | resource 0 still holds 1
            UPDATE peer_pool SET available = available + 1 WHERE id = 0 | resource 0 says
            UPDATE peer_pool SET confirmed = confirmed - 1, available = available + 1 WHERE id = 0 | resource 0 says
            DELETE FROM ACT_HI_ACTINST WHERE ACT_ID_ = 'offer' AND PROC_INST_ID_ LIKE '%04' | passages of offer: 5, not 6
            UPDATE ACT_HI_ACTINST SET PROC_INST_ID_ = 'need-000000000000000000000000001' WHERE ACT_ID_ = 'settle' AND PROC_INST_ID_ LIKE '%04' | lives that passed settle: 5, not 6
            DELETE FROM ACT_HI_TASKINST WHERE TASK_DEF_KEY_ = 'answer' AND PROC_INST_ID_ LIKE '%05' | tasks done of answer: 5, not 6
            DELETE FROM ACT_HI_DETAIL WHERE NAME_ = 'outcome' AND PROC_INST_ID_ LIKE '%00' | lives that tell outcome in ACT_HI_DETAIL: 5, not 6
            """)
    void findsWhatIsPlanted(String planted, String finding) throws SQLException {
        assertThat(judgeAfter(planted, LIVES)).anySatisfy(found -> assertThat(found).contains(finding));
    }

    @Test
    void findsALifeThatWasNeverBegun() throws SQLException {
        assertThat(judgeAfter(null, LIVES - 1)).contains(PeerCrowd.id(LIVES - 1) + " was never begun");
    }

    @Test
    void movesALifeUpWhenItsLeaderIsLate(@TempDir Path folder) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        InstantSource late = () -> looks.getAndIncrement() == 0 ? Instant.EPOCH : Clock.systemUTC().instant();
        Clock clock = late.withZone(ZoneOffset.UTC);
        ConcurrentLinkedQueue<Task> waiting = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
        PeerEngine.Watcher watcher = new PeerEngine.Watcher() {
            @Override
            public void waiting(Task task) {
                waiting.add(task);
            }

            @Override
            public void ended(String life) {
                ended.add(life);
            }
        };
        try (H2Database other = new H2Database(folder, 0, 16);
                PeerEngine engine = new PeerEngine(other, pools, clock, watcher)) {
            try (Connection connection = other.connections().getConnection()) {
                pools.create(connection, 5);
                connection.commit();
            }
            engine.start("late", Map.of(NeedLife.NEED, "{}", NeedLife.CATEGORY, "education", NeedLife.URGENCY,
                    "ORDINARY", NeedLife.UNIT, "411082110-1"));
            await().atMost(Duration.ofSeconds(60)).until(() -> waiting.size() == 2);
            assertThat(waiting).extracting(Task::getAssignee).containsExactly("VILLAGE:411082110-1",
                    "AREA:411082110-1");
            Task second = List.copyOf(waiting).get(1);
            engine.complete(second.getId(), Map.of());
            await().atMost(Duration.ofSeconds(60)).until(() -> waiting.size() == 3);
            engine.complete(List.copyOf(waiting).get(2).getId(), Map.of(NeedLife.OUTCOME, "SOLVED"));
            assertThat(ended).containsExactly("late");
        }
    }

    private List<String> judgeAfter(@Nullable String planted, long begun)
            throws SQLException {
        try (Connection connection = database.connections().getConnection();
                Statement statement = connection.createStatement()) {
            if (planted != null) {
                assertThat(statement.executeUpdate(planted)).isPositive();
            }
            List<String> findings = new PeerJudge(connection).judge(begun, pools).findings();
            connection.rollback();
            return findings;
        }
    }
}
