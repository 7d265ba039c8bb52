package cn.twonets.reconciliation.kafka;

import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Topic;
import cn.twonets.reconciliation.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics by a consumer without a group: commits nothing, disturbs nobody. Only headers are looked at. */
public final class KafkaTopics implements TopicReader {
    /** Offsets within 48 bits, partitions above: enough for 281 billion records in each of 32,768 partitions. */
    private static final int OFFSET_BITS = 48;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int AT_ONCE = 5_000;
    private static final Pattern ORDER = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

    private final KafkaSettings settings;

    public KafkaTopics(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public Reading open(Topic topic) {
        Map<String, Object> properties = new HashMap<>(settings.consumer("none"));
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new Open(topic,
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private static final class Open implements Reading {
        private final Topic topic;
        private final String source;
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<TopicPartition> partitions;

        Open(Topic topic, KafkaConsumer<byte[], byte[]> consumer) {
            this.topic = topic;
            this.consumer = consumer;
            this.source = EventFamily.all().stream()
                    .filter(family -> family.topic() == topic)
                    .findFirst()
                    .orElseThrow()
                    .source();
            this.partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        @Override
        public void readOn(Consumer<Sighted> each) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            long lastProgress = System.nanoTime();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
                var records = consumer.poll(POLL);
                records.forEach(record -> each.accept(sighted(record)));
                if (!records.isEmpty()) {
                    lastProgress = System.nanoTime();
                } else if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                    throw new TimeoutException(topic.topicName() + " cannot be read to its end");
                }
            }
        }

        @Override
        public List<Sighted> at(Collection<Long> places) {
            Map<TopicPartition, Long> here = new HashMap<>();
            partitions.forEach(partition -> here.put(partition, consumer.position(partition, PATIENCE)));
            List<Sighted> found = new ArrayList<>();
            for (long place : places) {
                TopicPartition partition = new TopicPartition(topic.topicName(), (int) (place >>> OFFSET_BITS));
                long offset = place & (1L << OFFSET_BITS) - 1;
                consumer.pause(partitions);
                consumer.resume(List.of(partition));
                consumer.seek(partition, offset);
                long began = System.nanoTime();
                boolean past = false;
                while (!past && System.nanoTime() - began < PATIENCE.toNanos()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        past = true;
                        if (record.offset() == offset) {
                            found.add(sighted(record));
                        }
                    }
                    past = past || consumer.position(partition, PATIENCE) > offset;
                }
            }
            consumer.resume(partitions);
            here.forEach(consumer::seek);
            return found;
        }

        private Sighted sighted(ConsumerRecord<byte[], byte[]> record) {
            String id = text(record.headers().lastHeader("ce_id"));
            if (record.value() == null && record.key() != null) {
                return new Sighted.Tombstone(new String(record.key(), StandardCharsets.UTF_8));
            }
            if (id == null || !id.startsWith(source + "/")) {
                return new Sighted.Strange();
            }
            int slash = id.lastIndexOf('/');
            Matcher order = ORDER.matcher(id.substring(slash + 1));
            if (slash <= source.length() || !order.matches()) {
                return new Sighted.Strange();
            }
            return new Sighted.Event(id.substring(source.length() + 1, slash),
                    new EventOrder(Integer.parseInt(order.group(1)), Long.parseLong(order.group(2))),
                    (long) record.partition() << OFFSET_BITS | record.offset());
        }

        private static @Nullable String text(@Nullable Header header) {
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
