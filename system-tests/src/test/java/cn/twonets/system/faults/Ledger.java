package cn.twonets.system.faults;

import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one caller sent and was told. A call arrives at its instant whether or not the last was answered. Whatever was not
 * accepted or refused for good is unknown, and is settled by the same call under the same key.
 */
final class Ledger {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningProduct gateway;
    private final String prefix;
    private final String category;
    private final String household;
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private Duration patience = Duration.ofSeconds(30);
    private int sent;

    /**
     * One answer, or none.
     *
     * @param status 0 where none came
     * @param retryAfter empty where the answer did not say
     * @param took from the intended start
     */
    record Told(String key, int status, String retryAfter, Duration took) {
        boolean isAccepted() {
            return status / 100 == 2;
        }
    }

    Ledger(SplitProduct product, String prefix, String category) {
        this.gateway = product.gateway;
        this.prefix = prefix;
        this.category = category;
        this.household = product.county().dangerousHouse();
    }

    /** How long a call waits for its answer. */
    void patience(Duration each) {
        patience = each;
    }

    /** Accepted needs, by the key under which they were sent. */
    Map<String, String> accepted() {
        return accepted;
    }

    String household() {
        return household;
    }

    int sent() {
        return sent;
    }

    /** Sends needs at a steady rate for a while; returns what was told when every call has ended. */
    List<Told> send(double perSecond, Duration lasting) {
        Queue<Told> told = new ConcurrentLinkedQueue<>();
        String token = gateway.token(VILLAGE_MEMBER);
        long begun = System.nanoTime();
        long between = (long) (1e9 / perSecond);
        int calls = (int) (lasting.toNanos() / between);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < calls; n++) {
                long intended = begun + n * between;
                String key = prefix + "-" + sent++;
                LockSupport.parkNanos(intended - System.nanoTime());
                callers.execute(() -> told.add(submit(key, token, intended)));
            }
        }
        return List.copyOf(told);
    }

    /** One need now. */
    Told send() {
        return submit(prefix + "-" + sent++, gateway.token(VILLAGE_MEMBER), System.nanoTime());
    }

    private Told submit(String key, String token, long intended) {
        int status = 0;
        String retryAfter = "";
        try {
            RawCall.Response response = RawCall.to(gateway.ports().gatewayUri(), "/api/v1/needs")
                    .patience(patience)
                    .bearer(token)
                    .header("Idempotency-Key", key)
                    .body("POST", "application/json",
                            JSON.writeValueAsString(County.need(household, category, "ORDINARY"))
                                    .getBytes(StandardCharsets.UTF_8))
                    .send();
            status = response.status();
            retryAfter = response.headers().getOrDefault("retry-after", "");
            note(key, response);
        } catch (IOException none) {
            unknown.add(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unknown.add(key);
        }
        return new Told(key, status, retryAfter, Duration.ofNanos(System.nanoTime() - intended));
    }

    private void note(String key, RawCall.Response response) {
        if (response.status() / 100 == 2) {
            String need = response.body().path("id").asString("");
            assertThat(need).as("the id of an accepted need").isNotEmpty();
            String before = accepted.put(key, need);
            assertThat(before == null || before.equals(need)).as("%s became two needs: %s and %s", key, before, need)
                    .isTrue();
            unknown.remove(key);
        } else {
            assertThat(response.status()).as("refused for good: %s", response.body()).isIn(429, 500, 502, 503, 504);
            unknown.add(key);
        }
    }

    /** Sends every call that was not accepted again under its key, until each is; then one accepted call once more. */
    void settle() {
        List<String> open = new ArrayList<>(unknown);
        for (String key : open) {
            await(key).atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> submit(key, gateway.token(VILLAGE_MEMBER), System.nanoTime()).isAccepted());
        }
        accepted.keySet().stream().limit(3).forEach(
                key -> assertThat(submit(key, gateway.token(VILLAGE_MEMBER), System.nanoTime()).isAccepted()).isTrue());
        assertThat(unknown).isEmpty();
        assertThat(accepted).as("every call is settled").hasSize(sent);
    }

    /** Every call was accepted, refused with a time to come again, or left without an answer; nothing else. */
    static void requireTruthful(List<Told> told) {
        assertThat(told).as(statuses(told)).isNotEmpty().allSatisfy(one -> {
            if (!one.isAccepted() && one.status() != 0) {
                assertThat(one.status()).as("status of %s", one.key()).isIn(429, 502, 503, 504);
                assertThat(one.retryAfter()).as("Retry-After of %s, a %d", one.key(), one.status()).matches("\\d+");
            }
        });
    }

    /** How many answers had which status, for people. */
    static String statuses(List<Told> told) {
        return told.stream()
                .collect(Collectors.groupingBy(one -> one.status() == 0 ? "none" : String.valueOf(one.status()),
                        TreeMap::new, Collectors.counting()))
                .toString();
    }

    static List<Duration> times(List<Told> told) {
        return told.stream().map(Told::took).toList();
    }
}
