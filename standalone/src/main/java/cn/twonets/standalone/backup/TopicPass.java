package cn.twonets.standalone.backup;

import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.standalone.backup.LostRecords.Told;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its beginning to where it ends now, beside all consumers, by the headers of its records alone. */
final class TopicPass {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Pattern ORDER = Pattern.compile("(\\d{1,9})\\.(\\d{1,18})");

    private TopicPass() {
    }

    /**
     * Shows every event of a family.
     *
     * @param client settings of a Kafka client, where the brokers are among them
     * @throws org.apache.kafka.common.KafkaException if the broker cannot be had
     */
    static void over(EventFamily<?, ?> family, Map<String, Object> client, Consumer<Told> each) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis()));
        List<TopicPartition> partitions = IntStream.range(0, family.topic().partitions())
                .mapToObj(partition -> new TopicPartition(family.topic().topicName(), partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(record -> {
                    Told told = told(family, record);
                    if (told != null) {
                        each.accept(told);
                    }
                });
                if (!records.isEmpty()) {
                    until = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() - until > 0) {
                    throw new TimeoutException(family.topic().topicName() + " was not read to its end");
                }
            }
        }
    }

    /** Null for what is no event of the family: dead letters speak of those. */
    private static @Nullable Told told(EventFamily<?, ?> family, ConsumerRecord<byte[], byte[]> record) {
        String id = text(record, "ce_id");
        String type = text(record, "ce_type");
        String time = text(record, "ce_time");
        String prefix = family.source() + "/";
        if (record.value() == null || id == null || type == null || time == null || !id.startsWith(prefix)) {
            return null;
        }
        int slash = id.lastIndexOf('/');
        Matcher order = ORDER.matcher(id.substring(slash + 1));
        if (slash <= prefix.length() || !order.matches()) {
            return null;
        }
        try {
            return new Told(id.substring(prefix.length(), slash),
                    new EventOrder(Integer.parseInt(order.group(1)), Long.parseLong(order.group(2))), type,
                    Instant.parse(time), text(record, "ce_gridcode"));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
