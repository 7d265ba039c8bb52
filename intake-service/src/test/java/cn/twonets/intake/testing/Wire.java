package cn.twonets.intake.testing;

import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to and reads from the broker as another service would. */
public final class Wire implements AutoCloseable {
    private static final Instant THEN = Instant.parse("2026-03-02T01:00:00Z");

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    Wire(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Publishes one event and waits until the broker has it. */
    public <H extends Happening, S extends PublicState> void publish(EventFamily<H, S> family, H happened, S state) {
        EventCodec<H, S> codec = new EventCodec<>(family);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                family.topic().topicName(),
                state.aggregate(),
                codec.data(happened, state));
        codec.headers(
                new EventCodec.Envelope(
                        family.typeOf(happened).token(), state.aggregate(), state.order(), THEN, state.aggregate(),
                        state.aggregate(), state.grid(), "c-1", null))
                .forEach((name, value) -> record.headers().add(name, value));
        send(record);
    }

    /** Publishes a record that is no event at all. */
    public void publishRaw(Topic topic, String key, String value) {
        send(new ProducerRecord<>(topic.topicName(), key, value.getBytes(StandardCharsets.UTF_8)));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One record as it lies on a topic. */
    public record Record(String key, Map<String, String> headers, String value) {
        /** Everything that stands in it, for searching. */
        public String everything() {
            return key + "\n" + headers + "\n" + value;
        }
    }

    boolean hasTopic(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.listTopics().containsKey(topic);
        }
    }

    /** Everything on a topic at this moment, each partition in order. */
    public List<Record> read(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic)
                    .stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Record> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(
                                record -> records.add(
                                        new Record(
                                                record.key(),
                                                StreamSupport.stream(record.headers().spliterator(), false)
                                                        .collect(
                                                                Collectors.toMap(
                                                                        header -> header.key(),
                                                                        header -> new String(header.value(),
                                                                                StandardCharsets.UTF_8),
                                                                        (first, last) -> last)),
                                                new String(record.value(), StandardCharsets.UTF_8))));
            }
            return records;
        }
    }

    /** The records of one key on a topic at this moment, in order. */
    public List<Record> read(Topic topic, String key) {
        return read(topic.topicName()).stream().filter(record -> record.key().equals(key)).toList();
    }

    @Override
    public void close() {
        producer.close();
    }
}
