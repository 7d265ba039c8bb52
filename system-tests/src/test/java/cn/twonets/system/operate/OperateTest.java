package cn.twonets.system.operate;

import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.events.Topic;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.telemetry.testing.TraceCollector;
import cn.twonets.telemetry.testing.TraceCollector.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole product with JSON logs, the trail and traces switched on, in which one urgent need went to its department. */
class OperateTest {
    private static final String CANARY = "KANARIE-8842";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Told only after somebody has replayed or discarded a dead letter, which another test does. */
    private static final Set<String> AFTER_AN_ACT = Set.of("twonets_delivery_dead_letters_replays_total",
            "twonets_delivery_dead_letters_discards_total");

    @TempDir
    private static Path folder;

    private static final Handbook HANDBOOK = new Handbook();
    private static final TraceCollector COLLECTOR = TraceCollector.start();
    private static RunningProduct product;
    private static String need;

    @BeforeAll
    static void sendOneNeedToItsDepartment() throws IOException, InterruptedException {
        product = RunningProduct.prepare(folder.resolve("county"),
                List.of("-Dtwonets.tracing.enabled=true", "-Dotel.exporter.otlp.endpoint=" + COLLECTOR.endpoint(),
                        "-Dotel.bsp.schedule.delay=100", "-Dtwonets.trail=DEBUG"),
                "--json-logs");
        product.restart();
        County county = new County(product.api());
        String household = county.dangerousHouse();
        Map<String, Object> body = County.need(household, "housing", "URGENT");
        body.put("description", "屋顶漏水 " + CANARY);
        RawCall.Response answer = RawCall.to(product.ports().gatewayUri(), "/api/v1/needs?note=" + CANARY)
                .bearer(product.token(VILLAGE_MEMBER))
                .header("Idempotency-Key", "operate-1")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .body("POST", "application/json", new JsonMapper().writeValueAsBytes(body))
                .send();
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        need = answer.body().path("id").asString();
        JsonNode offered = county.awaitReferral(need, "requested");
        County.ok(county.answer(offered, "acceptance", Map.of()));
        String other = county.report(household, "dispute");
        county.awaitCase(other, "ASSIGNED");
        county.acknowledge(other, County.VILLAGE_LEADER);
        for (String service : List.of("intake", "dispatch", "resource")) {
            County.ok(county.post(new PostId("operator:411082"), "/api/v1/reconciliations/" + service,
                    Map.of("heal", false)));
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
        COLLECTOR.close();
    }

    @Test
    void tellsWhatTheAlertRulesAskFor() throws IOException {
        List<Handbook.Alert> alerts = HANDBOOK.alerts();
        assertThat(alerts).hasSizeGreaterThan(20);
        await().atMost(PATIENCE).untilAsserted(() -> {
            LiveMetrics live = LiveMetrics.of(product.ports());
            for (Handbook.Alert alert : alerts) {
                assertThat(live.missing(alert.query())).as("what %s needs", alert.name()).isEmpty();
            }
        });
    }

    @Test
    void tellsWhatTheDashboardsShow() throws IOException {
        Map<String, String> queries = HANDBOOK.dashboards();
        assertThat(queries).hasSizeGreaterThan(40);
        await().atMost(PATIENCE).untilAsserted(() -> {
            LiveMetrics live = LiveMetrics.of(product.ports());
            queries.forEach((panel, query) -> assertThat(live.missing(query)).as(panel).isEmpty());
        });
    }

    @Test
    void tellsTheRoomForItsDataAndItsAudit() throws IOException {
        Path data = product.data().toAbsolutePath();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(LiveMetrics.of(product.ports()).everything().lines()
                .filter(line -> line.startsWith("disk_total_bytes"))
                // a folder that is not there has a disk of no size
                .filter(line -> !line.endsWith(" 0.0")))
                .anyMatch(line -> line.contains("path=\"" + data + "\""))
                .anyMatch(line -> line.contains("path=\"" + data.resolve("audit") + "\"")));
    }

    @Test
    void noticesAMetricThatNobodyTells() throws IOException, InterruptedException {
        LiveMetrics live = LiveMetrics.of(product.ports());
        assertThat(live.missing("rate(twonets_delivery_publishd_total[5m]) > 0")).hasSize(1);
        assertThat(live.missing("sum by (collction) (twonets_delivery_published_total)")).hasSize(1);
        assertThat(live.missing("twonets_delivery_happened_total{type=\"case.lost\"}")).hasSize(1);
    }

    @Test
    void documentsEachOfItsOwnMetricsAndNoOther() throws IOException {
        Set<String> documented = HANDBOOK.documented();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Set<String> told = LiveMetrics.of(product.ports()).families();
            Set<String> own = told.stream()
                    .filter(family -> family.startsWith("twonets_"))
                    // The greatest of a timer or summary is told as a family of its own.
                    .filter(family -> !family.endsWith("_max")
                            || !told.contains(family.substring(0, family.length() - 4)))
                    .collect(Collectors.toCollection(TreeSet::new));
            own.addAll(AFTER_AN_ACT);
            Set<String> ofTheTable = documented.stream()
                    .filter(family -> family.startsWith("twonets_"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(ofTheTable).containsExactlyElementsOf(own);
            assertThat(told).containsAll(documented.stream().filter(one -> !one.startsWith("twonets_")).toList());
        });
    }

    @Test
    void hasARunbookForEachAlert() throws IOException {
        List<Handbook.Alert> alerts = HANDBOOK.alerts();
        assertThat(HANDBOOK.runbooks()).containsExactlyInAnyOrderElementsOf(
                alerts.stream().map(Handbook.Alert::name).toList());
        assertThat(alerts).allSatisfy(alert -> assertThat(alert.runbook())
                .isEqualTo("docs/operations.md#" + alert.name().toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void holdsItsRulesAgainstPromtool() throws IOException, InterruptedException {
        String promtool = System.getProperty("twonets.promtool", "promtool");
        Assumptions.assumeTrue(answers(promtool, "--version"), promtool + " is not installed");
        assertThat(answers(promtool, "check", "rules", HANDBOOK.rules().toString())).isTrue();
        assertThat(answers(promtool, "check", "config", HANDBOOK.prometheus().toString())).isTrue();
        assertThat(answers(promtool, "test", "rules", HANDBOOK.rulesTest().toString())).isTrue();
    }

    private static boolean answers(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    @Test
    void makesOneTraceFromTheVillageToTheDepartment() throws IOException {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(spans())
                .extracting(span -> span.part() + " " + span.name())
                .contains(
                        "gateway POST /api/v1/needs",
                        "intake POST /api/v1/needs",
                        "dispatch process twonets.needs.v1",
                        "resource process twonets.dispatch.v1",
                        "resource POST /internal/facts",
                        "intake POST /internal/facts",
                        "dispatch process twonets.resolutions.v1"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(wayOfTheLast())
                .startsWith("gateway")
                .containsSubsequence("gateway", "intake", "dispatch", "resource", "dispatch"));
        assertThat(spans()).filteredOn(span -> span.name().equals("POST /internal/facts"))
                .as("who asks, and who is asked as part of it")
                .extracting(Received::kind).contains("SPAN_KIND_CLIENT", "SPAN_KIND_SERVER");
        assertThat(traceOf("cn.twonets.referral.offered.v1")).as("what the department reads").isEqualTo(TRACE);
    }

    /** From what dispatch took from the aid side back to what caused it, and so on; the parts, the first one first. */
    private static List<String> wayOfTheLast() {
        Map<String, Received> byId = new TreeMap<>();
        spans().forEach(span -> byId.put(span.id(), span));
        Received last = spans().stream()
                .filter(span -> span.name().equals("process twonets.resolutions.v1"))
                .findFirst()
                .orElseThrow();
        List<String> parts = new ArrayList<>();
        for (Received at = last; at != null; at = byId.get(at.parent())) {
            parts.addFirst(at.part());
        }
        return parts;
    }

    private static List<Received> spans() {
        return COLLECTOR.spans().stream().filter(span -> span.trace().equals(TRACE)).toList();
    }

    /** The trace that the record of this need and type carries on its topic. */
    private static String traceOf(String type) {
        String topic = Topic.RESOLUTIONS.topicName();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", product.ports().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(java.util.stream.IntStream.range(0, Topic.RESOLUTIONS.partitions())
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            String[] found = new String[1];
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (need.equals(new String(record.key(), StandardCharsets.UTF_8))
                            && type.equals(text(record.headers().lastHeader("ce_type")))) {
                        found[0] = text(record.headers().lastHeader("traceparent")).substring(3, 35);
                    }
                });
                return found[0] != null;
            });
            return found[0];
        }
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void writesLogLinesOfOneTraceInEveryService() throws IOException {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines().stream()
                .filter(line -> TRACE.equals(line.at("/trace/id").asString("")))
                .map(line -> line.path("message").asString()))
                .anyMatch(message -> message.equals("answered POST /api/v1/needs with 201"))
                .anyMatch(message -> message.startsWith("took cn.twonets.need.submitted.v1 " + need))
                .anyMatch(message -> message.matches("took cn\\.twonets\\.case\\..* " + need + " .*"))
                .anyMatch(message -> message.matches("took cn\\.twonets\\.(aid|referral)\\..* " + need + " .*")));
        assertThat(lines()).allSatisfy(line -> {
            assertThat(line.path("@timestamp").asString()).isNotEmpty();
            assertThat(line.at("/log/level").asString("")).isNotEmpty();
            assertThat(line.at("/service/name").asString("")).isEqualTo("twonets");
        });
    }

    private static List<JsonNode> lines() throws IOException {
        String written = Files.readString(product.data().resolve("logs/twonets.log"));
        // The last line may be half written.
        return written.substring(0, written.lastIndexOf('\n') + 1).lines()
                .map(line -> new JsonMapper().readTree(line))
                .toList();
    }

    @Test
    void tellsNobodysWordsInLogsTracesAndMetrics() throws IOException, InterruptedException {
        assertThat(Files.readString(product.data().resolve("logs/twonets.log"))).doesNotContain(CANARY);
        assertThat(COLLECTOR.spans()).isNotEmpty()
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain(CANARY));
        assertThat(LiveMetrics.of(product.ports()).everything()).contains("/api/v1/needs").doesNotContain(CANARY);
        assertThat(product.output()).doesNotContain(CANARY);
    }

    @Test
    void speaksToPeopleOnTheTerminal() {
        assertThat(product.output()).contains("Ready after");
    }
}
