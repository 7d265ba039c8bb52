package cn.twonets.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.load.ClientHistory;
import cn.twonets.load.Course;
import cn.twonets.load.Door;
import cn.twonets.load.Fleet;
import cn.twonets.load.LifeDriver;
import cn.twonets.load.LifeListener;
import cn.twonets.load.ProductProcess;
import cn.twonets.load.ProductProcess.Launch;
import cn.twonets.load.Sender;
import cn.twonets.load.Tokens;
import cn.twonets.load.TopicWatch;
import cn.twonets.load.Village;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.failpoints.Agent;
import cn.twonets.system.failpoints.Orders;
import cn.twonets.system.failpoints.Plant;
import cn.twonets.system.failpoints.Site;
import cn.twonets.system.judge.Claim;
import cn.twonets.system.judge.Family;
import cn.twonets.system.judge.Invariant;
import cn.twonets.system.judge.Judge;
import cn.twonets.system.judge.Poison;
import cn.twonets.system.judge.PoolSample;
import cn.twonets.system.judge.Run;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Verdict;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RawCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One product that is halted at every named site in turn, started again, and judged each time; then it is spoilt, and the
 * judge must name what is wrong.
 */
@OwnProduct
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailpointsTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int LIVES = 12;
    /** More events of one need than its document keeps. */
    private static final int AMENDMENTS = 201;

    @TempDir
    private static Path folder;

    private static final ClientHistory.InMemory HISTORY = new ClientHistory.InMemory();
    private static final Set<String> LEFT_ALONE = new HashSet<>();
    private static final List<Poison> POISONS = new ArrayList<>();
    private static final List<Run.Gap> GAPS = new ArrayList<>();

    private static Path orders;
    private static Settings settings;
    private static Processes processes;
    private static Ports ports;
    private static Stores stores;
    private static Fleet fleet;
    private static Door door;
    private static LifeDriver driver;
    private static TopicWatch watch;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        orders = Files.createDirectory(folder.resolve("orders"));
        List<String> options = new ArrayList<>(Settings.USUAL_OPTIONS);
        options.add(Agent.pack(orders));
        settings = new Settings(1, 0, 1, false, 1, LIVES, folder.resolve("run"), options, PATIENCE);
        int base = ProductProcess.freeBase();
        ports = Ports.from(base);
        processes = Processes.start(part -> Launch.onClassPath(settings.options(part)), settings.data(), base, false);
        stores = new Stores(ports.storeUri());
        fleet = Fleet.gather(processes.any().api(), new Fleet.Size(3, 3, 1_000));
        Planting.canaries(processes.any().api());
        // the starter data has a need of its own
        LEFT_ALONE.addAll(stores.all(Family.NEED, state -> "").keySet());
        door = new Door(ports.gatewayUri());
        Sender sender = new Sender(door, new Tokens(processes.any().folder(), ports, CLOCK), CLOCK, PATIENCE);
        driver = new LifeDriver(fleet, Course.mixed(3, Duration.ofSeconds(1)), "failpoints", sender, HISTORY,
                new LifeListener() {
                });
        watch = TopicWatch.open(ports.bootstrapServers(), driver::saw);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (driver != null) {
            driver.close();
            watch.close();
            door.close();
        }
        if (processes != null) {
            stores.close();
            processes.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void survivesAHaltAt(Site site) throws Exception {
        Orders.halt(orders, site, 1);
        CompletableFuture<List<Poison>> planting = CompletableFuture.completedFuture(List.of());
        switch (site) {
            case HISTORY_MOVED -> amend();
            // the broker is halted too: what is not planted by then is planted once it is back
            case LETTER_BEFORE_OFFSET -> planting = CompletableFuture
                    .supplyAsync(() -> Planting.poisons(ports.bootstrapServers(), System.out::println));
            default -> live();
        }
        ProductProcess product = processes.any();
        Awaitility.await("a halt at " + site).atMost(PATIENCE).until(() -> !product.isAlive());
        Instant halted = CLOCK.instant();
        assertThat(product.exitCode()).as(product::output).isEqualTo(Orders.HALTED);
        assertThat(Orders.wasReached(orders, site)).isTrue();
        product.restart();
        GAPS.add(new Run.Gap(halted.toEpochMilli(), CLOCK.instant().toEpochMilli()));
        POISONS.addAll(planting.join());
        Verdict verdict = judge();
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    @Order(2)
    void findsPersonalDataInAnEvent() throws IOException, InterruptedException {
        Orders.plant(orders, Plant.PERSONAL_DATA_IN_EVENT);
        Awaitility.await("an event that tells too much").atMost(PATIENCE).pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    live();
                    return judge().count(Invariant.I12) > 0;
                });
        Orders.heal(orders, Plant.PERSONAL_DATA_IN_EVENT);
        assertThat(judge().counts()).containsOnlyKeys(Invariant.I12);
    }

    @Test
    @Order(3)
    void findsADeadLetterThatWasDropped() throws IOException, InterruptedException {
        assertThat(judge().count(Invariant.I11)).isZero();
        Orders.plant(orders, Plant.LETTER_DROPPED);
        Awaitility.await("a letter that is not there").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    POISONS.addAll(Planting.poisons(ports.bootstrapServers(), System.out::println));
                    return judge().count(Invariant.I11) > 0;
                });
        Orders.heal(orders, Plant.LETTER_DROPPED);
    }

    @Test
    @Order(4)
    void endsTheProductWhereASiteIsNotInItsCode() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Launch.onClassPath(
                List.of(Agent.pack(orders), "-Dtwonets.failpoints.also=cn.twonets.store.Journal#forget")).command());
        command.add("--help");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("no-site.out").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(Orders.NO_SUCH_PLACE);
        assertThat(folder.resolve("no-site.out")).content().contains("cn.twonets.store.Journal#forget");
    }

    private static void live() {
        for (int i = 0; i < LIVES; i++) {
            driver.begin(System.nanoTime());
        }
    }

    /** Corrects a need again and again, until the halt breaks it off. */
    private static void amend() throws IOException, InterruptedException {
        Village village = fleet.village(0);
        String need = Planting.need(processes.any().api(), village, "dispute", "amended");
        LEFT_ALONE.add(need);
        Awaitility.await("a case").atMost(PATIENCE).until(() -> stores.find(Family.CASE, need) != null);
        Tokens tokens = new Tokens(processes.any().folder(), ports, CLOCK);
        String tag = "";
        try {
            for (int i = 0; i <= AMENDMENTS; i++) {
                RawCall call = RawCall.to(ports.gatewayUri(), "/api/v1/needs/" + need)
                        .bearer(tokens.of(village.member()));
                if (!tag.isEmpty()) {
                    call.header("If-Match", tag).header("Idempotency-Key", "amend-" + i).body("PATCH",
                            "application/json",
                            ("{\"description\":\"样例描述 again " + i + "\"}").getBytes(StandardCharsets.UTF_8));
                }
                RawCall.Response response = call.send();
                assertThat(response.status()).as(response.body().toString()).isEqualTo(200);
                tag = response.headers().get("etag");
            }
        } catch (IOException e) {
            // halted: that is what this is for; whether it was at the site is asked next
        }
    }

    /** Waits until nothing is under way, and judges all so far. */
    private static Verdict judge() throws InterruptedException {
        Verdict verdict = new Verdict();
        Drain drain = new Drain(settings, processes, stores, ports, GAPS, System.out::println);
        assertThat(drain.awaitLives(driver, watch)).as("all lives have ended").isTrue();
        assertThat(drain.awaitRest(new PoolSample(stores, verdict))).as("all came to rest").isTrue();
        assertThat(driver.broken()).as("lives that could not go on").isZero();
        Claim.Gathering claims = new Claim.Gathering();
        HISTORY.all().forEach(claims::add);
        return new Judge(settings.data(), ports)
                .judge(claims.claims(), new Run(1, LEFT_ALONE, Planting.CANARIES, POISONS, GAPS))
                .verdict();
    }
}
