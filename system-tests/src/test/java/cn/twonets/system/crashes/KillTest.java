package cn.twonets.system.crashes;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three times {@code kill -9} in the middle of submitting; what was accepted is there, once, and assigned. */
@OwnProduct
class KillTest {
    private static final int KILLS = 3;
    private static final int CALLERS = 4;
    /** So many answers must have come in a life of the product before it is killed. */
    private static final int ANSWERS_PER_LIFE = 40;

    @TempDir
    private Path folder;

    /** By idempotency key, what the product acknowledged. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void losesNothingThatWasAcceptedAndDoublesNothing() throws Exception {
        try (RunningProduct product = RunningProduct.start(folder.resolve("county"))) {
            County county = new County(product.api());
            String household = county.dangerousHouse();
            for (int life = 0; life < KILLS; life++) {
                submitUntilKilled(product, household, life);
                product.restart();
            }
            assertThat(unknown).as("calls in flight when the product was killed").isNotEmpty();
            settleUnknown(product.api(), household);
            everyAcceptedNeedIsThereAndAssigned(new County(product.api()));
        }
    }

    private void submitUntilKilled(RunningProduct product, String household, int life) throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        Api api = product.api();
        answers.set(0);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                String prefix = "kill-" + life + "-" + caller + "-";
                running.add(callers.submit(() -> {
                    for (int n = 0; !killed.get(); n++) {
                        submit(api, household, prefix + n);
                    }
                }));
            }
            await("submissions to be on their way").atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> answers.get() >= ANSWERS_PER_LIFE);
            product.kill();
            killed.set(true);
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private void submit(Api api, String household, String key) {
        try {
            Answer answer = api.post(VILLAGE_MEMBER, "/api/v1/needs", County.need(household, "dispute", "ORDINARY"),
                    key);
            if (answer.isSuccess()) {
                accepted.put(key, answer.body().path("id").asString());
                answers.incrementAndGet();
            } else {
                unknown.add(key);
            }
        } catch (IOException lost) {
            unknown.add(key);
        }
    }

    private void settleUnknown(Api api, String household) throws IOException {
        for (String key : unknown) {
            Answer answer = api.post(VILLAGE_MEMBER, "/api/v1/needs", County.need(household, "dispute", "ORDINARY"),
                    key);
            accepted.put(key, County.ok(answer).path("id").asString());
        }
    }

    private void everyAcceptedNeedIsThereAndAssigned(County county) {
        assertThat(new HashSet<>(accepted.values())).as("one need for each key").hasSameSizeAs(accepted.keySet());
        for (String need : accepted.values()) {
            assertThat(county.read(VILLAGE_MEMBER, "/api/v1/needs/" + need).path("category").asString())
                    .isEqualTo("dispute");
            assertThat(county.awaitCase(need, "ASSIGNED").path("responsible").path("post").asString())
                    .isEqualTo(VILLAGE_LEADER.value());
        }
        assertThat(listed(county)).as("needs of the village").isEqualTo(new HashSet<>(accepted.values()));
    }

    /** Every dispute that the village is shown: page by page. */
    private static Set<String> listed(County county) {
        Set<String> listed = new HashSet<>();
        String cursor = "";
        do {
            var page = county.read(VILLAGE_MEMBER,
                    "/api/v1/needs?limit=200" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(item -> {
                if (item.path("category").asString().equals("dispute")) {
                    assertThat(listed.add(item.path("id").asString())).isTrue();
                }
            });
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return listed;
    }
}
