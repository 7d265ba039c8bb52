package cn.twonets.audit.kafka;

import cn.twonets.audit.Anchor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topic of anchors from its beginning to where it ends now. */
public final class AnchorReading {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private AnchorReading() {
    }

    /**
     * What is on the topic.
     *
     * @param anchors in the order in which they were written
     * @param foreign so many records that are no anchors
     */
    public record Found(List<Anchor> anchors, long foreign) {}

    /**
     * Reads all of it; the topic must be there.
     *
     * @param client settings of a Kafka client, {@code bootstrap.servers} among them
     * @throws KafkaException if the broker cannot be had, there is no such topic, or its first records are gone
     */
    public static Found all(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<PartitionInfo> partitions = consumer.listTopics(PATIENCE).get(AnchorTopic.NAME);
            if (partitions == null) {
                throw new KafkaException("there is no topic " + AnchorTopic.NAME);
            }
            return read(consumer, partitions.stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList());
        }
    }

    private static Found read(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Anchor> anchors = new ArrayList<>();
        long foreign = 0;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            boolean moved = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                moved = true;
                if (!AnchorTopic.anchor(record).map(anchors::add).orElse(false)) {
                    foreign++;
                }
            }
            if (moved) {
                until = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - until > 0) {
                throw new TimeoutException("the topic " + AnchorTopic.NAME + " was not read to its end");
            }
        }
        return new Found(anchors, foreign);
    }
}
