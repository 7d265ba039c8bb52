package cn.twonets.system.crashes;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.http.Answer;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Store, broker and services as processes of their own; one of the first two goes away for ten seconds in the middle. */
@OwnProduct
class OutageTest {
    private static final Duration AWAY = Duration.ofSeconds(10);
    private static final int MOST_CALLS = 400;

    @TempDir
    private static Path folder;

    private static RunningProduct store;
    private static RunningProduct broker;
    private static RunningProduct services;
    private static County county;
    private static String household;

    @BeforeAll
    static void start() throws IOException {
        Path data = folder.resolve("county");
        int base = ProductProcess.freeBase();
        store = RunningProduct.startParts(data, base, "store");
        broker = RunningProduct.startParts(data, base, "broker");
        services = RunningProduct.startParts(data, base, "issuer", "intake", "dispatch", "resource", "gateway");
        county = new County(services.api());
        household = county.dangerousHouse();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (RunningProduct one : new RunningProduct[]{services, broker, store}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void acceptsWhileTheBrokerIsAwayAndCatchesUp() throws Exception {
        Map<String, String> accepted = new LinkedHashMap<>();
        String before = county.report(household, "dispute");
        county.awaitCase(before, "ASSIGNED");
        broker.kill();
        BooleanSupplier isOver = tenSecondsFromNow();
        for (int n = 0; n < MOST_CALLS && !isOver.getAsBoolean(); n++) {
            Answer answer = submit("broker-away-" + n);
            assertThat(answer.status()).as(answer.problem()).isEqualTo(201);
            accepted.put("broker-away-" + n, answer.body().path("id").asString());
        }
        broker.restart();
        for (String need : accepted.values()) {
            assertThat(county.awaitCase(need, "ASSIGNED").path("responsible").path("post").asString())
                    .isEqualTo(VILLAGE_LEADER.value());
        }
        county.resolve(before, VILLAGE_LEADER);
        county.awaitNeed(before, "AWAITING_CONFIRMATION");
    }

    @Test
    void refusesWhileTheStoreIsAwayAndARetrySettlesIt() throws Exception {
        String before = county.report(household, "dispute");
        county.awaitCase(before, "ASSIGNED");
        store.kill();
        BooleanSupplier isOver = tenSecondsFromNow();
        int calls = 0;
        do {
            Answer answer = submit("store-away-" + calls);
            assertThat(answer.status()).as(answer.problem()).isEqualTo(503);
            calls++;
        } while (calls < MOST_CALLS && !isOver.getAsBoolean());
        RawCall.Response read = RawCall.to(services.ports().gatewayUri(), "/api/v1/needs")
                .bearer(services.token(VILLAGE_MEMBER))
                .send();
        assertThat(read.status()).isEqualTo(503);
        assertThat(read.headers()).containsKey("retry-after");
        store.restart();
        for (int n = 0; n < calls; n++) {
            String key = "store-away-" + n;
            String need = settled(key);
            county.awaitCase(need, "ASSIGNED");
            assertThat(settled(key)).as("the same key again").isEqualTo(need);
        }
    }

    /** What a client does that was told to come again: the same call under the same key, until it is answered. */
    private static String settled(String key) {
        String[] need = new String[1];
        org.awaitility.Awaitility.await(key).atMost(Duration.ofSeconds(60)).until(() -> {
            Answer answer = submit(key);
            need[0] = answer.body().path("id").asString("");
            return answer.isSuccess();
        });
        return need[0];
    }

    private static Answer submit(String key) {
        return county.post(VILLAGE_MEMBER, "/api/v1/needs", County.need(household, "dispute", "ORDINARY"), key);
    }

    private static BooleanSupplier tenSecondsFromNow() {
        long end = System.nanoTime() + AWAY.toNanos();
        return () -> System.nanoTime() >= end;
    }
}
