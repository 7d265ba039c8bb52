package cn.twonets.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.broker.InProcessBroker;
import cn.twonets.load.ProductProcess;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the judge makes of records as they lie, and of logs and metrics. */
class TopicSideTest {
    private static final String NEEDS = "twonets.needs.v1";
    private static final String DISPATCH = "twonets.dispatch.v1";
    private static final String CANARY = "13900000417";

    @TempDir
    private Path folder;

    private InProcessBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private Topics topics;
    private final Verdict verdict = new Verdict();
    private final Privacy privacy = new Privacy(new Canaries(List.of(CANARY)), verdict);

    @BeforeEach
    void start() throws IOException, InterruptedException, ExecutionException {
        int base = ProductProcess.freeBase();
        broker = InProcessBroker.start(folder.resolve("broker"), base, base + 1);
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        List<NewTopic> all = new ArrayList<>();
        List.of(NEEDS, DISPATCH, "twonets.resolutions.v1", "twonets.aid.v1")
                .forEach(name -> all.add(new NewTopic(name, 2, (short) 1)));
        Topics.Reader.ALL.forEach(reader -> all.add(new NewTopic(reader.deadLetters(), 1, (short) 1)));
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(all).all().get();
        }
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        topics = new Topics(broker.bootstrapServers());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private RecordMetadata send(String topic, String key, String value, Map<String, String> headers)
            throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(key), bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        return producer.send(record).get();
    }

    private void assigned(String need, int sequence, String source) throws ExecutionException, InterruptedException {
        send(DISPATCH, need, """
                {"happened": {"reason": "overdue"}, "state": {"order": {"epoch": 0, "sequence": %d},
                 "status": "ASSIGNED", "responsible": {"unit": "village", "post": "leader:village"},
                 "dueAt": "2027-01-15T08:00:00Z", "round": 1}}""".formatted(sequence),
                Map.of("ce_source", source, "ce_subject", need, "ce_type", "cn.twonets.case.assigned.v1", "ce_time",
                        "2027-01-14T08:00:00Z"));
    }

    @Test
    void readsEventsWithRepeatsAndLeavesOutWhatIsNone() throws Exception {
        assigned("n1", 1, "/twonets/dispatch");
        assigned("n1", 1, "/twonets/dispatch");
        assigned("n2", 1, "/elsewhere");
        send(DISPATCH, "n3", "{", Map.of("ce_source", "/twonets/dispatch"));
        Map<String, List<Told>> told = topics.told(Family.CASE);
        assertThat(told).containsOnlyKeys("n1");
        assertThat(told.get("n1")).hasSize(2);
        Told one = told.get("n1").getFirst();
        assertThat(one).isEqualTo(told.get("n1").getLast());
        assertThat(one.post()).isEqualTo("leader:village");
        assertThat(one.reason()).isEqualTo("overdue");
        assertThat(one.dueAt()).isEqualTo(java.time.Instant.parse("2027-01-15T08:00:00Z").toEpochMilli());
    }

    @Test
    void countsWhatConsumersHaveNotDealtWith() throws Exception {
        try (Topics.Positions positions = new Topics.Positions(broker.bootstrapServers(),
                java.time.Duration.ofSeconds(30))) {
            assertThat(positions.lag()).isZero();
            // read by two consumers, neither of which is there
            assigned("n1", 1, "/twonets/dispatch");
            assertThat(positions.lag()).isEqualTo(2);
        }
    }

    private Poison plant() throws ExecutionException, InterruptedException {
        RecordMetadata there = send(NEEDS, "poison", "{", Map.of());
        return new Poison("bad JSON", NEEDS, there.partition(), there.offset());
    }

    private void letterFor(Poison poison) throws ExecutionException, InterruptedException {
        send(NEEDS + ".dispatch.dlt", "poison", "{", new LinkedHashMap<>(Map.of("dlt_topic", poison.topic(),
                "dlt_partition", String.valueOf(poison.partition()), "dlt_offset",
                String.valueOf(poison.offset()))));
    }

    @Test
    void acceptsALetterForEachPoisonOnceOrMore() throws Exception {
        Poison poison = plant();
        letterFor(poison);
        letterFor(poison);
        new Letters(topics, verdict).judge(List.of(poison));
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I11)).isOne();
    }

    @Test
    void seesALetterThatWasDropped() throws Exception {
        Poison dropped = plant();
        Poison kept = plant();
        letterFor(kept);
        new Letters(topics, verdict).judge(List.of(dropped, kept));
        assertThat(verdict.violations()).extracting(Violation::subject).containsExactly(dropped.place());
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I11);
    }

    @Test
    void seesALetterThatNobodyPlanted() throws Exception {
        letterFor(plant());
        new Letters(topics, verdict).judge(List.of());
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I11);
    }

    @Test
    void findsPersonalDataInKeysHeadersAndValues() throws Exception {
        send(NEEDS, "n1", "{}", Map.of("ce_id", "/twonets/intake/n1/0.1"));
        privacy.topics(topics);
        assertThat(verdict.violations()).isEmpty();
        send(NEEDS, CANARY, "{}", Map.of());
        send(NEEDS, "n2", "{\"a\":\"\\u0031\\u0033900000417\"}", Map.of());
        send("twonets.needs.v1.dispatch.dlt", "n3", "{}", Map.of("dlt_cause", "cannot read " + CANARY));
        privacy.topics(topics);
        assertThat(verdict.count(Invariant.I12)).isEqualTo(3);
        assertThat(verdict.violations()).extracting(Violation::evidence).noneMatch(one -> one.contains(CANARY));
    }

    @Test
    void findsPersonalDataInLogsAlsoCompressedOnes() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Files.writeString(logs.resolve("a.log"), "nothing\n".repeat(5_000));
        privacy.logs(logs);
        assertThat(verdict.violations()).isEmpty();
        Files.writeString(logs.resolve("b.log"), "nothing\n".repeat(5_000) + "phone=" + CANARY + "\n");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(logs.resolve("c.log.gz")))) {
            out.write(bytes("phone=" + CANARY));
        }
        privacy.logs(logs);
        assertThat(verdict.violations()).extracting(Violation::subject)
                .containsExactlyInAnyOrder("log b.log", "log c.log.gz");
    }

    @Test
    void findsPersonalDataInWhatProcessesPrinted() throws IOException {
        Path data = Files.createDirectory(folder.resolve("county"));
        Files.writeString(folder.resolve("county-intake.out"), "Ready\n");
        Files.writeString(folder.resolve("elsewhere.out"), CANARY);
        privacy.printed(data);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I12)).isPositive();
        Files.writeString(folder.resolve("county.out"), "phone=" + CANARY + "\n");
        privacy.printed(data);
        assertThat(verdict.violations()).extracting(Violation::subject).containsExactly("log county.out");
    }

    @Test
    void findsPersonalDataInMetrics() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] metrics = bytes("requests_total{phone=\"" + CANARY + "\"} 1\n");
        service.createContext("/actuator/prometheus", exchange -> {
            exchange.sendResponseHeaders(200, metrics.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(metrics);
            }
        });
        service.start();
        try {
            privacy.metrics(Map.of("intake", URI.create("http://127.0.0.1:" + service.getAddress().getPort())));
        } finally {
            service.stop(0);
        }
        assertThat(verdict.violations()).extracting(Violation::subject).containsExactly("metric of intake");
    }
}
