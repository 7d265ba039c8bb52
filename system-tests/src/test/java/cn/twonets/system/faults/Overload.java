package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.load.Door;
import cn.twonets.load.Fleet;
import cn.twonets.load.OpenLoop;
import cn.twonets.load.Reply;
import cn.twonets.load.Tokens;
import cn.twonets.load.Village;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Far more callers than can be served: the rest is told to come again, memory stays bounded, nothing accepted is lost. */
final class Overload {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int VILLAGES = 100;
    private static final Duration USUAL_TIME = Duration.ofSeconds(3);
    /** Platform threads that a service may start for a while because many call at once. */
    private static final int MORE_THREADS = 100;

    private final SplitProduct product;
    private final EndState state;
    private final double perSecond;
    private final Duration lasting;

    /** One call: its key and caller, to send it again; the accepted need, or empty. */
    private record Call(String key, Village village, int status, int retryAfter, String need, Duration took) {}

    /** A service's memory after a full collection, in bytes, and its platform threads. */
    private record Size(double heap, double threads) {}

    Overload(SplitProduct product, double perSecond, Duration lasting) {
        this.product = product;
        this.state = new EndState(product);
        this.perSecond = perSecond;
        this.lasting = lasting;
    }

    void run() throws Exception {
        Fleet fleet = Fleet.gather(product.gateway.api(), new Fleet.Size(VILLAGES, 0, 0));
        Tokens tokens = new Tokens(DataFolder.at(product.data), product.ports(), Clock.systemUTC());
        fleet.villages().forEach(village -> tokens.of(village.member()));
        List<Call> usual = send(fleet, tokens, "usual", perSecond / 10, USUAL_TIME);
        assertThat(statuses(usual)).as("at a tenth of it").containsKey(201);
        Map<String, Size> before = sizes();
        List<Long> pids = product.parts().stream().map(RunningProduct::pid).toList();
        Map<String, Set<Integer>> health = new TreeMap<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Call> calls;
        try (ExecutorService watcher = Executors.newSingleThreadExecutor()) {
            watcher.execute(() -> watch(health, over));
            calls = send(fleet, tokens, "overload", perSecond, lasting);
            over.set(true);
        }
        Figures.say("a tenth: %s, answered after %s", statuses(usual), times(usual, false));
        Figures.say("%.0f/s for %d s: %s, answered after %s; accepted after %s", perSecond, lasting.toSeconds(),
                statuses(calls), times(calls, false), times(calls, true));
        Figures.say("health meanwhile: %s", health);
        calls.forEach(call -> assertThat(call.status()).as(call.key()).isIn(0, 201, 429, 502, 503, 504));
        assertThat(calls).filteredOn(call -> call.status() == 429 || call.status() == 503)
                .as("who is turned away is told when to come again")
                .allMatch(call -> call.retryAfter() > 0);
        assertThat(statuses(calls).keySet()).as("somebody is turned away").containsAnyOf(429, 503);
        assertThat(health.get("liveness")).as("every service lives, and says so").isSubsetOf(Set.of(200));
        List<Call> settled = settle(tokens, calls);
        Set<String> accepted = new HashSet<>();
        Stream.of(usual, calls, settled).flatMap(List::stream).filter(call -> !call.need().isEmpty())
                .forEach(call -> accepted.add(call.need()));
        assertThat(accepted).isNotEmpty();
        long drain = System.nanoTime();
        state.judgeAccepted(accepted);
        Figures.say("all %d accepted needs dealt with %.1f s after the last call", accepted.size(),
                Figures.seconds(drain));
        awaitReady();
        memoryIsBounded(before, sizes());
        assertThat(product.parts().stream().map(RunningProduct::pid).toList()).as("processes").isEqualTo(pids);
        nobodyRanOutOfMemory();
    }

    private List<Call> send(Fleet fleet, Tokens tokens, String prefix, double rate, Duration time)
            throws InterruptedException {
        Queue<Call> calls = new ConcurrentLinkedQueue<>();
        OpenLoop loop = new OpenLoop(OpenLoop.Spread.FIXED, 1);
        try (Door door = new Door(product.ports().gatewayUri());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            loop.run((long) (rate * time.toSeconds()), rate, (number, intended) -> callers.execute(
                    () -> calls.add(submit(door, tokens, fleet.village(number), prefix + "-" + number, intended))));
        }
        assertThat(calls).as("every call has ended somehow").hasSize((int) (rate * time.toSeconds()));
        assertThat(calls).filteredOn(call -> call.status() == 201).as("accepted calls without an id")
                .noneMatch(call -> call.need().isEmpty());
        Figures.say("%s: %d calls, the latest began %d ms late", prefix, calls.size(), loop.latest().toMillis());
        return List.copyOf(calls);
    }

    private static Call submit(Door door, Tokens tokens, Village village, String key, long intended) {
        int status = 0;
        int retryAfter = 0;
        String need = "";
        try {
            byte[] body = JSON.writeValueAsString(County.need(village.household(), "dispute", "ORDINARY"))
                    .getBytes(StandardCharsets.UTF_8);
            Reply reply = door.post(tokens.of(village.member()), "/api/v1/needs", body, key);
            status = reply.status();
            retryAfter = reply.retryAfterSeconds();
            need = reply.isSuccess() ? JSON.readTree(reply.body()).path("id").asString() : "";
        } catch (IOException none) {
            status = 0;
        }
        return new Call(key, village, status, retryAfter, need, Duration.ofNanos(System.nanoTime() - intended));
    }

    /** Whoever was left without a sure answer asks again; a few of those turned away do so too, and twice get the same. */
    private List<Call> settle(Tokens tokens, List<Call> calls) {
        List<Call> again = new ArrayList<>(
                calls.stream().filter(call -> List.of(0, 502, 504).contains(call.status())).limit(200).toList());
        again.addAll(calls.stream().filter(call -> call.status() == 503 || call.status() == 429).limit(20).toList());
        List<Call> settled = new ArrayList<>();
        try (Door door = new Door(product.ports().gatewayUri())) {
            for (Call call : again) {
                Call[] told = new Call[2];
                for (int time = 0; time < told.length; time++) {
                    int which = time;
                    await(call.key()).atMost(Duration.ofSeconds(60)).until(() -> {
                        told[which] = submit(door, tokens, call.village(), call.key(), System.nanoTime());
                        return !told[which].need().isEmpty();
                    });
                }
                assertThat(told[1].need()).as("the second answer to %s", call.key()).isEqualTo(told[0].need());
                settled.add(told[0]);
            }
        }
        return settled;
    }

    private void watch(Map<String, Set<Integer>> health, AtomicBoolean over) {
        while (!over.get()) {
            for (URI service : services().values()) {
                for (String probe : List.of("liveness", "readiness")) {
                    try {
                        int status = RawCall.to(service, "/actuator/health/" + probe).send().status();
                        health.computeIfAbsent(probe, absent -> new HashSet<>()).add(status);
                    } catch (IOException late) {
                        health.computeIfAbsent("without an answer", absent -> new HashSet<>()).add(0);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        }
    }

    private void awaitReady() {
        services().forEach(
                (name, service) -> await(name + " to be ready").atMost(Duration.ofSeconds(60)).until(
                        () -> RawCall.to(service, "/actuator/health/readiness").send().status() == 200));
    }

    private void memoryIsBounded(Map<String, Size> before, Map<String, Size> after) {
        after.forEach((name, size) -> {
            Size was = before.get(name);
            Figures.say("%s: heap after a collection %.0f → %.0f MB, platform threads %.0f → %.0f", name,
                    was.heap() / 1e6, size.heap() / 1e6, was.threads(), size.threads());
            assertThat(size.heap()).as("heap of %s", name).isLessThan(2 * was.heap() + 64e6);
            assertThat(size.threads()).as("threads of %s", name).isLessThan(was.threads() + MORE_THREADS);
        });
    }

    private void nobodyRanOutOfMemory() throws IOException {
        product.parts().forEach(part -> assertThat(part.output()).doesNotContain("OutOfMemoryError"));
        try (Stream<Path> logs = Files.list(product.data.resolve("logs"))) {
            for (Path log : logs.toList()) {
                assertThat(log).content().doesNotContain("OutOfMemoryError");
            }
        }
    }

    private Map<String, Size> sizes() throws Exception {
        Map<String, RunningProduct> parts = Map.of("gateway", product.gateway, "intake", product.intake, "dispatch",
                product.dispatch, "resource", product.resource);
        Map<String, Size> sizes = new TreeMap<>();
        for (Map.Entry<String, URI> service : services().entrySet()) {
            Process collection = new ProcessBuilder(
                    System.getProperty("java.home") + "/bin/jcmd",
                    String.valueOf(parts.get(service.getKey()).pid()),
                    "GC.run").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(collection.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Metrics metrics = Metrics.of(service.getValue());
            sizes.put(service.getKey(), new Size(metrics.sum("jvm_memory_used_bytes", "area=\"heap\""),
                    metrics.sum("jvm_threads_live_threads")));
        }
        return sizes;
    }

    private Map<String, URI> services() {
        return product.ports().managementUris();
    }

    private static Map<Integer, Integer> statuses(List<Call> calls) {
        Map<Integer, Integer> statuses = new TreeMap<>();
        calls.forEach(call -> statuses.merge(call.status(), 1, Integer::sum));
        return statuses;
    }

    private static String times(List<Call> calls, boolean acceptedOnly) {
        return Figures.of(
                calls.stream().filter(call -> !acceptedOnly || call.status() == 201).map(Call::took).toList());
    }
}
