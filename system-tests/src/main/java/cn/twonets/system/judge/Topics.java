package cn.twonets.system.judge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads topics from their beginning to where they end now: bytes as they lie, and JSON by a mapper of its own. */
public final class Topics {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String bootstrapServers;

    /** @param bootstrapServers where the client begins */
    public Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Every event of a family by need, repeats included, in the order of the topic. What is no event is left out. */
    public Map<String, List<Told>> told(Family family) {
        Map<String, List<Told>> told = new HashMap<>();
        read(List.of(family.topic()), record -> {
            if (header(record, "ce_source").equals(family.source()) && record.value() != null) {
                JsonNode data = dataIn(record.value());
                JsonNode state = data.path("state");
                if (state.isObject()) {
                    told.computeIfAbsent(header(record, "ce_subject"), need -> new ArrayList<>(8))
                            .add(told(record, data.path("happened"), state));
                }
            }
        });
        return told;
    }

    private static JsonNode dataIn(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (JacksonException e) {
            // whether a record that cannot be read may be here is another check's question
            return JSON.missingNode();
        }
    }

    private static Told told(ConsumerRecord<byte[], byte[]> record, JsonNode happened, JsonNode state) {
        JsonNode order = state.path("order");
        JsonNode responsible = state.path("responsible");
        String status = state.has("referral")
                ? state.path("referral").path("status").asString("")
                : state.path("status").asString("");
        return new Told(order.path("epoch").asInt(0), order.path("sequence").asLong(0),
                header(record, "ce_type").intern(), Instant.parse(header(record, "ce_time")).toEpochMilli(),
                digest(record.value()), status.intern(), responsible.path("unit").asString("").intern(),
                responsible.path("post").asString("").intern(), millis(state.path("dueAt").asString("")),
                state.path("round").asInt(0), happened.path("reason").asString("").intern());
    }

    private static long millis(String time) {
        return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
    }

    private static long digest(byte[] value) {
        long digest = 1125899906842597L;
        for (byte one : value) {
            digest = 31 * digest + one;
        }
        return digest;
    }

    /** The names of all topics of the product, dead letters included. */
    public Set<String> names() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> names = new TreeSet<>(admin.listTopics().names().get());
            names.removeIf(name -> !name.startsWith("twonets."));
            return names;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new KafkaException("the topics cannot be listed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /** How many records the services' consumers have not yet committed to have dealt with. */
    public long lag() {
        try (Positions positions = new Positions(bootstrapServers, PATIENCE)) {
            return positions.lag();
        }
    }

    /** Where the services' consumers stand, asked again and again over the same connections. */
    public static final class Positions implements AutoCloseable {
        private final Admin admin;
        private final KafkaConsumer<byte[], byte[]> consumer;

        /** @param patience for so long an answer is waited for */
        public Positions(String bootstrapServers, Duration patience) {
            int millis = (int) patience.toMillis();
            this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", millis,
                    "request.timeout.ms", Math.min(millis, 30_000), "reconnect.backoff.max.ms", 500));
            this.consumer = consumer(bootstrapServers, millis);
        }

        /** How many records they have not yet committed to have dealt with. */
        public long lag() {
            try {
                long lag = 0;
                for (Reader reader : Reader.ALL) {
                    List<TopicPartition> partitions = partitions(consumer, List.of(reader.topic()));
                    Map<TopicPartition, OffsetAndMetadata> committed = admin
                            .listConsumerGroupOffsets(reader.consumer())
                            .partitionsToOffsetAndMetadata()
                            .get();
                    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                    for (TopicPartition partition : partitions) {
                        OffsetAndMetadata position = committed.get(partition);
                        lag += ends.get(partition) - (position == null ? 0 : position.offset());
                    }
                }
                return lag;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new KafkaException("the consumers' positions cannot be read", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted", e);
            }
        }

        @Override
        public void close() {
            consumer.close();
            admin.close(Duration.ofSeconds(1));
        }
    }

    /** Reads topics from the beginning to where they end now. */
    public void read(Collection<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers,
                (int) PATIENCE.toMillis())) {
            List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long nothingSince = System.nanoTime();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    nothingSince = System.nanoTime();
                } else if (System.nanoTime() - nothingSince > PATIENCE.toNanos()) {
                    throw new KafkaException("the ends of " + topics + " cannot be reached");
                }
                records.forEach(record -> {
                    if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                        each.accept(record);
                    }
                });
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, int patienceMillis) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "auto.offset.reset",
                        "earliest", "client.id", "judge", "max.poll.records", 5_000, "allow.auto.create.topics", false,
                        "default.api.timeout.ms", patienceMillis,
                        "fetch.max.bytes", 20_000_000, "max.partition.fetch.bytes", 8_000_000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A record's header as text; empty if it has none. */
    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A service that reads a topic in a consumer group. */
    public record Reader(String topic, String consumer) {
        /** Every one of the product, as its documentation says. */
        public static final List<Reader> ALL = List.of(
                new Reader("twonets.needs.v1", "dispatch"),
                new Reader("twonets.resolutions.v1", "dispatch"),
                new Reader("twonets.dispatch.v1", "intake"),
                new Reader("twonets.dispatch.v1", "resource"),
                new Reader("twonets.aid.v1", "resource"));

        /** Where its dead letters lie. */
        public String deadLetters() {
            return topic + "." + consumer + ".dlt";
        }
    }
}
