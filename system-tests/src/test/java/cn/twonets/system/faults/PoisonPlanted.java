package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.EventFamily;
import cn.twonets.events.Topic;
import cn.twonets.system.kit.RawCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Poison of every kind on every topic, between good records. */
final class PoisonPlanted {
    /** Who reads which topic. */
    private static final Map<Topic, List<String>> CONSUMERS = Map.of(
            Topic.NEEDS, List.of("dispatch"),
            Topic.DISPATCH, List.of("intake", "resource"),
            Topic.RESOLUTIONS, List.of("dispatch"),
            Topic.AID, List.of("resource"),
            Topic.GRID, List.of("intake", "dispatch", "resource"));
    private static final int LIVES = 8;

    private final SplitProduct product;
    private final EndState state;
    private final Lives lives;

    /** A planted record, by where it lies. */
    private record Planted(String kind, ProducerRecord<byte[], byte[]> record) {}

    PoisonPlanted(SplitProduct product) {
        this.product = product;
        this.state = new EndState(product);
        this.lives = new Lives(product.county());
    }

    void run() throws Exception {
        Ledger ledger = new Ledger(product, "poison", "housing");
        lives.toTheEnd(ledger, LIVES);
        Map<String, Double> rejectedBefore = rejectedGridRecords();
        Map<Topic, Map<String, Planted>> planted = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            planted.put(topic, plant(topic));
        }
        lives.toTheEnd(ledger, LIVES);
        CONSUMERS.forEach(
                (topic, consumers) -> consumers
                        .forEach(consumer -> deadLettersAreWhatWasPlanted(topic, consumer, planted.get(topic))));
        int grid = planted.get(Topic.GRID).size();
        await("the grid's readers to pass over what was planted").atMost(Duration.ofSeconds(30)).untilAsserted(
                () -> rejectedGridRecords().forEach(
                        (service, count) -> assertThat(count - rejectedBefore.get(service))
                                .as("passed over by %s", service)
                                .isEqualTo(grid)));
        everyServiceIsReady();
        Figures.say("poison: %d kinds, %d records on %d topics, dead letters = planted",
                planted.get(Topic.NEEDS).size(), planted.values().stream().mapToInt(Map::size).sum(), planted.size());
        ledger.settle();
        state.judge(List.of(ledger));
    }

    private Map<String, Planted> plant(Topic topic) throws Exception {
        Map<String, ProducerRecord<byte[], byte[]>> poison = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> good : goodOnes(topic)) {
            Poison.of(good, topic.partitions()).forEach((kind, record) -> poison.put(type(good) + ": " + kind, record));
        }
        if (topic.cleanup() == Topic.Cleanup.COMPACT) {
            // The broker itself refuses a record without a key where it must compact by key.
            poison.keySet().removeIf(kind -> kind.endsWith(": no key"));
        }
        String limit = mostBytes(topic, String.valueOf(16 * 1024 * 1024));
        Map<String, Planted> planted = new LinkedHashMap<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", product.ports().bootstrapServers(),
                        "max.request.size", 16 * 1024 * 1024,
                        "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Map.Entry<String, ProducerRecord<byte[], byte[]>> one : poison.entrySet()) {
                RecordMetadata where = producer.send(one.getValue()).get();
                planted.put(where(topic.topicName(), where.partition(), where.offset()),
                        new Planted(one.getKey(), one.getValue()));
            }
        }
        mostBytes(topic, limit);
        return planted;
    }

    /** One record that is read well; of the grid, whose records are of three shapes, one of each. */
    private List<ConsumerRecord<byte[], byte[]>> goodOnes(Topic topic) {
        Map<String, ConsumerRecord<byte[], byte[]>> byType = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : state.records(topic.topicName())) {
            if (record.value() != null && record.value().length > 0 && record.headers().lastHeader("ce_id") != null) {
                byType.putIfAbsent(type(record), record);
            }
        }
        assertThat(byType).as("good records of %s", topic).isNotEmpty();
        if (topic != Topic.GRID) {
            return List.of(byType.values().iterator().next());
        }
        assertThat(byType.keySet()).as("shapes of the grid's records").hasSize(EventFamily.GRID.types().size());
        return List.copyOf(byType.values());
    }

    private static String type(ConsumerRecord<byte[], byte[]> record) {
        return header(record, "ce_type");
    }

    /** Large records must get past the broker first. Returns what was set before. */
    private String mostBytes(Topic topic, String bytes) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", product.ports().bootstrapServers()))) {
            String before = admin.describeConfigs(List.of(resource)).all().get().get(resource).get("max.message.bytes")
                    .value();
            admin.incrementalAlterConfigs(Map.of(resource, List.of(
                    new AlterConfigOp(new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET)))).all()
                    .get();
            return before;
        }
    }

    private void deadLettersAreWhatWasPlanted(Topic topic, String consumer, Map<String, Planted> planted) {
        Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
        await(topic + " dead letters of " + consumer).atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            letters.clear();
            state.records(topic.deadLetters(consumer)).forEach(
                    letter -> letters.put(
                            where(header(letter, "dlt_topic"), Integer.parseInt(header(letter, "dlt_partition")),
                                    Long.parseLong(header(letter, "dlt_offset"))),
                            letter));
            assertThat(kinds(planted, planted.keySet(), letters.keySet())).as("no dead letter, at %s for %s", topic,
                    consumer).isEmpty();
            assertThat(kinds(planted, letters.keySet(), planted.keySet())).as("dead letters of good records").isEmpty();
        });
        planted.forEach((where, one) -> {
            ConsumerRecord<byte[], byte[]> letter = letters.get(where);
            assertThat(Arrays.equals(letter.value(), one.record().value())).as("value of %s as received", one.kind())
                    .isTrue();
            assertThat(Arrays.equals(letter.key(), one.record().key())).as("key of %s as received", one.kind())
                    .isTrue();
            assertThat(header(letter, "dlt_cause")).as("cause of %s", one.kind()).isNotBlank();
        });
    }

    /** What is in one set and not in the other, in words. */
    private static List<String> kinds(Map<String, Planted> planted, Set<String> in, Set<String> notIn) {
        return in.stream()
                .filter(place -> !notIn.contains(place))
                .map(place -> planted.containsKey(place) ? planted.get(place).kind() : place)
                .toList();
    }

    private Map<String, Double> rejectedGridRecords() throws Exception {
        Map<String, Double> rejected = new HashMap<>();
        Map<String, URI> services = product.ports().managementUris();
        services.remove("gateway");
        for (var service : services.entrySet()) {
            rejected.put(service.getKey(), Metrics.of(service.getValue()).sum("twonets_grid_rejected_total"));
        }
        return rejected;
    }

    private void everyServiceIsReady() throws Exception {
        for (var service : product.ports().managementUris().values()) {
            assertThat(RawCall.to(service, "/actuator/health/readiness").send().status()).as("readiness of %s", service)
                    .isEqualTo(200);
        }
    }

    private static String where(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
