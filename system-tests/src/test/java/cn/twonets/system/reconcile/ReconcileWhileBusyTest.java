package cn.twonets.system.reconcile;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RunningProduct;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While people work, much is on its way at any moment; none of it is a difference. */
@OwnProduct
class ReconcileWhileBusyTest {
    private static final int PEOPLE = 3;
    private static final int RUNS = 3;

    @TempDir
    private Path folder;

    @Test
    void findsNothingWhileNeedsComeAndGo() throws Exception {
        try (RunningProduct product = RunningProduct.start(folder.resolve("county"));
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger lives = new AtomicInteger();
            List<Future<?>> working = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                County county = new County(product.api());
                String household = county.dangerousHouse();
                working.add(people.submit(() -> {
                    while (!enough.get()) {
                        live(county, household, lives);
                    }
                }));
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> lives.get() >= PEOPLE);
            List<Reconciled> told = new ArrayList<>();
            List<Integer> between = new ArrayList<>();
            try {
                for (int run = 0; run < RUNS; run++) {
                    int before = lives.get();
                    told.add(Reconciled.of(product, "--heal", "--json"));
                    between.add(lives.get() - before);
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> one : working) {
                one.get();
            }

            assertThat(told).allSatisfy(run -> {
                assertThat(run.differences()).isEmpty();
                assertThat(run.needs()).endsWith(" + 0");
                assertThat(run.code()).as(run.out()).isZero();
            });
            assertThat(between).as("lives that ended while it looked").anyMatch(ended -> ended > 0);
            assertThat(Reconciled.of(product, "--json").needs()).as("all have ended, but for the sample need")
                    .isEqualTo("%d = %d + 1 + 0".formatted(2 * lives.get() + 1, 2 * lives.get()));
        }
    }

    /** One need is settled on the spot, another is referred and withdrawn: units are held and come back. */
    private static void live(County county, String household, AtomicInteger lives) {
        String spot = county.report(household, "dispute");
        String referred = county.report(household, "housing");
        county.awaitCase(spot, "ASSIGNED");
        county.resolve(spot, VILLAGE_LEADER);
        county.awaitMatch(referred, match -> !match.path("candidates").isEmpty());
        county.acknowledge(referred, VILLAGE_LEADER);
        county.refer(referred, VILLAGE_LEADER);
        county.awaitReferral(referred, "requested");
        county.withdraw(referred);
        county.confirm(spot, "SOLVED");
        county.awaitNeed(spot, "CLOSED");
        county.awaitCase(referred, "CLOSED");
        lives.incrementAndGet();
    }
}
