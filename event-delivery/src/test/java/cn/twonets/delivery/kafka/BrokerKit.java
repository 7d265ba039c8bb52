package cn.twonets.delivery.kafka;

import cn.twonets.broker.InProcessBroker;
import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.events.json.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A broker that tests stop and start again, and what they put on it and read from it. */
public final class BrokerKit implements AutoCloseable {
    private final Path folder;
    private final int port = freePort();
    private final int controllerPort = freePort();
    private @Nullable InProcessBroker broker;

    public BrokerKit(Path folder) {
        this.folder = folder;
    }

    public BrokerKit start() {
        broker = InProcessBroker.start(folder, port, controllerPort);
        return this;
    }

    public void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public KafkaSettings settings() {
        return new KafkaSettings(
                bootstrapServers(),
                Map.of(),
                1,
                500,
                Duration.ofMillis(50),
                Duration.ofMillis(200));
    }

    public void create(NewTopic... topics) {
        EventTopics.ensure(settings(), List.of(topics));
    }

    public KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings().producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Everything on a topic, partition by partition, so far as it is there now. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> plain = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers()));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                plain,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic)
                    .stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(500)).forEach(read::add);
            }
            return read;
        }
    }

    /** How far a group has committed on a topic, in records. */
    public long committed(String group, String topic) throws Exception {
        try (Admin admin = Admin.create(settings().admin())) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                    .map(Map.Entry::getValue)
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    /** A sound record of a need. */
    public static ProducerRecord<byte[], byte[]> need(String id, long sequence) {
        NeedState state = new NeedState(
                new EventOrder(0, sequence),
                new NeedId(id),
                new HouseholdId("household-1"),
                new GridCode("411082110213-G01"),
                new CategoryCode("housing"),
                Urgency.ORDINARY,
                StabilityRisk.values()[0],
                Set.of(AidKind.HOUSING),
                1,
                new PostId("village-member:411082110213"),
                Instant.parse("2026-03-02T01:00:00Z"),
                1,
                false,
                1,
                null,
                0);
        NeedEvent happened = new NeedEvent.Amended(new PostId("village-member:411082110213"), List.of("urgency"));
        EventCodec<NeedEvent, NeedState> codec = new EventCodec<>(EventFamily.NEED);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EventFamily.NEED.topic().topicName(),
                id.getBytes(StandardCharsets.UTF_8),
                codec.data(happened, state));
        codec.headers(
                new EventCodec.Envelope(
                        EventFamily.NEED.typeOf(happened).token(),
                        id,
                        state.order(),
                        Instant.parse("2026-03-02T01:00:01Z"),
                        id,
                        id,
                        state.unit(),
                        "c-1",
                        null))
                .forEach((name, value) -> record.headers().add(name, value));
        return record;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
