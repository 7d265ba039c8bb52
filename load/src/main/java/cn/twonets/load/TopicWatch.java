package cn.twonets.load;

import cn.twonets.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * An outside consumer of the three event topics of needs: from where they end when it opens, without a group, on a thread
 * of its own. Goes on when the broker was away.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TYPE_PREFIX = "cn.twonets.".length();
    private static final int TYPE_SUFFIX = ".v1".length();

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<Seen> listener;
    private final Thread thread;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean closed;

    private TopicWatch(KafkaConsumer<String, byte[]> consumer, Consumer<Seen> listener) {
        this.consumer = consumer;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("topic-watch").unstarted(this::watch);
    }

    /**
     * Takes its places at the ends of the topics before it returns.
     *
     * @param listener is told every record, on one thread; must not block
     */
    public static TopicWatch open(String bootstrapServers, Consumer<Seen> listener) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "client.id", "load-watch",
                        "auto.offset.reset", "earliest", "max.poll.records", 2_000, "reconnect.backoff.max.ms", 500),
                new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(Topic.NEEDS, Topic.DISPATCH, Topic.RESOLUTIONS)
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        TopicWatch watch = new TopicWatch(consumer, listener);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!closed) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                long now = System.nanoTime();
                for (ConsumerRecord<String, byte[]> record : records) {
                    if (record.key() != null && record.value() != null) {
                        tell(record, now);
                    }
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record, long now) {
        String type = header(record, "ce_type");
        String sequence = header(record, "ce_sequence");
        if (type.length() > TYPE_PREFIX + TYPE_SUFFIX && !sequence.isEmpty()) {
            listener.accept(new Seen(record.topic(), record.partition(), record.offset(),
                    type.substring(TYPE_PREFIX, type.length() - TYPE_SUFFIX), record.key(), Long.parseLong(sequence),
                    record.value(), now));
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** @throws KafkaException if it had to stop; what it was to see is not known any more */
    public void requireAlive() {
        RuntimeException stopped = failure.get();
        if (stopped != null) {
            throw new KafkaException("the watch over the topics has stopped", stopped);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        consumer.wakeup();
        thread.join();
        consumer.close();
    }
}
