package cn.twonets.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivesTest {
    private static final int LIVES = 12;

    @TempDir
    static Path folder;

    private static ProductProcess product;
    private static Fleet fleet;
    private static Tokens tokens;

    private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());
    private final LifeListener listener = new LifeListener() {
        @Override
        public void trouble(ActKind kind, Attempt.Outcome outcome, int status, String detail) {
            troubles.add(kind + " " + outcome + " " + status + " " + detail);
        }
    };

    @BeforeAll
    static void startTheProduct() throws Exception {
        product = ProductProcess.start(
                ProductProcess.Launch.onClassPath(List.of("-Xmx1200m", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1")),
                folder.resolve("data"), ProductProcess.freeBase());
        fleet = Fleet.gather(product.api(), new Fleet.Size(4, 4, 1_000));
        tokens = new Tokens(product.folder(), product.ports(), Clock.systemUTC());
    }

    @AfterAll
    static void stopTheProduct() throws Exception {
        if (product != null) {
            product.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false, 4", "false, false, 6", "true, true, 4", "false, true, 6"})
    void leadsEveryLifeToItsEndAndTellsEveryRequest(boolean autoRefer, boolean bulk, int acts) throws Exception {
        Course course = autoRefer
                ? bulk ? Course.inBulk(true) : Course.singly(true)
                : bulk ? Course.inBulk(false) : Course.singly(false);
        ClientHistory.InMemory history = new ClientHistory.InMemory();
        try (Door door = new Door(product.ports().gatewayUri());
                LifeDriver driver = driver(door, course, history);
                TopicWatch watch = TopicWatch.open(product.ports().bootstrapServers(), driver::saw)) {
            OpenLoop arrivals = new OpenLoop(OpenLoop.Spread.POISSON, 7);
            if (bulk) {
                arrivals.run(2, 5, (number, intended) -> driver.beginBatch(LIVES / 2, number, intended));
            } else {
                arrivals.run(LIVES, 20, (number, intended) -> driver.begin(intended));
            }
            assertThat(driver.awaitEnd(Duration.ofMinutes(2))).as("%s under way, %s", driver.underWay().size(),
                    troubles).isTrue();
            watch.requireAlive();
            assertThat(driver.closed()).isEqualTo(LIVES);
        }
        assertThat(troubles).isEmpty();
        List<Attempt> accepted = history.all().stream()
                .filter(attempt -> attempt.outcome() == Attempt.Outcome.ACCEPTED)
                .toList();
        assertThat(accepted).hasSize(LIVES * acts);
        assertThat(accepted).allSatisfy(attempt -> {
            assertThat(attempt.subject()).isNotEmpty();
            assertThat(attempt.contentHash()).hasSize(64);
            assertThat(attempt.sent()).isBeforeOrEqualTo(attempt.answered());
            assertThat(attempt.detail()).isEmpty();
        });
        assertThat(accepted.stream().map(Attempt::subject).distinct()).hasSize(LIVES);
        assertThat(accepted.stream().filter(attempt -> attempt.kind() == ActKind.SUBMIT)).hasSize(LIVES);
    }

    @Test
    void settlesALostAnswerByTheSameKey() throws Exception {
        String run = UUID.randomUUID().toString();
        ClientHistory.InMemory history = new ClientHistory.InMemory();
        for (int time = 0; time < 2; time++) {
            try (Door door = new Door(product.ports().gatewayUri());
                    LifeDriver driver = new LifeDriver(fleet, Course.submissionsOnly(), run, sender(door), history,
                            listener)) {
                driver.begin(System.nanoTime());
                org.awaitility.Awaitility.await().until(() -> !driver.underWay().isEmpty());
            }
        }
        assertThat(history.all()).hasSize(2).extracting(Attempt::outcome).containsOnly(Attempt.Outcome.ACCEPTED);
        assertThat(history.all()).extracting(Attempt::status).containsExactly(201, 200);
        assertThat(history.all()).extracting(Attempt::subject).containsOnly(history.all().getFirst().subject());
        assertThat(history.all()).extracting(Attempt::contentHash)
                .containsOnly(history.all().getFirst().contentHash());
    }

    @Test
    void keepsAHistoryInAFileAndReadsItBack() throws Exception {
        Path file = folder.resolve("history.jsonl");
        ClientHistory.InMemory history = new ClientHistory.InMemory();
        try (ClientHistory.InFile kept = new ClientHistory.InFile(file);
                Door door = new Door(product.ports().gatewayUri());
                LifeDriver driver = driver(door, Course.submissionsOnly(), attempt -> {
                    history.add(attempt);
                    kept.add(attempt);
                });
                TopicWatch watch = TopicWatch.open(product.ports().bootstrapServers(), driver::saw)) {
            driver.beginBatch(5, 0, System.nanoTime());
            assertThat(driver.awaitEnd(Duration.ofMinutes(1))).isTrue();
            watch.requireAlive();
        }
        List<Attempt> read = new ArrayList<>();
        ClientHistory.InFile.read(file, read::add);
        assertThat(read).hasSize(5).isEqualTo(history.all());
    }

    private LifeDriver driver(Door door, Course course, ClientHistory history) {
        return new LifeDriver(fleet, course, UUID.randomUUID().toString(), sender(door), history, listener);
    }

    private static Sender sender(Door door) {
        return new Sender(door, tokens, Clock.systemUTC(), Duration.ofSeconds(60));
    }
}
