package cn.twonets.grid.kafka;

import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.UndecodableEventException;
import cn.twonets.grid.GridDirectory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the one partition of the grid topic from its start, without a group, for as long as the service lives. While the
 * broker is away it tries again for ever, from the start: what has been read before changes nothing. A record that is
 * not an event of the grid is put aside as a dead letter, counted and passed over; while it cannot be put aside, nothing
 * behind it is read. A version that it belongs to is then never whole, and the tree before it stays in use.
 */
public final class GridTopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GridTopicReader.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topic.GRID.topicName(), 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** The key of a unit: the tree's version and the code. */
    private static final Pattern UNIT_KEY = Pattern.compile("(\\d{1,18})/([0-9A-Za-z-]{1,32})");

    private final Map<String, Object> settings;
    private final GridDirectory directory;
    private final UnreadableRecords unreadable;
    private final EventCodec<GridEvent, GridState> codec = new EventCodec<>(EventFamily.GRID);
    private final AtomicLong rejected = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "grid-topic-reader");
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    /** Touched by the reading thread alone: what is read from the start again is not counted again. */
    private long lastRejected = -1;

    /**
     * @param client settings of a Kafka client, where the brokers are among them
     * @param directory what to feed
     * @param unreadable takes what cannot be read
     */
    public GridTopicReader(Map<String, Object> client, GridDirectory directory, UnreadableRecords unreadable) {
        this.directory = directory;
        this.unreadable = unreadable;
        this.settings = new HashMap<>(client);
        settings.putAll(Map.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000));
        thread.setDaemon(true);
    }

    /** Starts reading in a thread of its own. */
    public void start() {
        thread.start();
    }

    /** How many records were passed over since the start because they are no events of the grid, each once. */
    public long rejected() {
        return rejected.get();
    }

    /** Stops reading and waits until it has. */
    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> running = consumer;
        if (running != null) {
            running.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (isOpen()) {
            try (KafkaConsumer<byte[], byte[]> fresh = new KafkaConsumer<>(settings)) {
                consumer = fresh;
                readFromStart(fresh);
            } catch (WakeupException e) {
                LOG.debug("asked to stop reading the grid topic");
            } catch (KafkaException e) {
                LOG.warn("the grid topic cannot be read now, trying again: {}", e.getMessage());
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void readFromStart(KafkaConsumer<byte[], byte[]> reading) {
        reading.assign(List.of(PARTITION));
        reading.seekToBeginning(List.of(PARTITION));
        long end = reading.endOffsets(List.of(PARTITION)).get(PARTITION);
        boolean behind = true;
        while (isOpen()) {
            if (behind && reading.position(PARTITION) >= end) {
                behind = false;
                directory.caughtUp();
            }
            reading.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            String key = EventCodec.key(record.key());
            if (record.value() == null) {
                forget(key);
            } else {
                directory.apply(codec.decode(key, headers(record), record.value()).state());
            }
        } catch (UndecodableEventException e) {
            putAside(record, e);
        } catch (IllegalArgumentException e) {
            putAside(record, new UndecodableEventException(UndecodableEventException.Why.NOT_ALLOWED,
                    String.valueOf(e.getMessage())));
        }
    }

    private void putAside(ConsumerRecord<byte[], byte[]> record, UndecodableEventException cause) {
        while (isOpen()) {
            try {
                unreadable.putAside(record, cause);
                if (record.offset() > lastRejected) {
                    lastRejected = record.offset();
                    rejected.incrementAndGet();
                }
                return;
            } catch (RuntimeException e) {
                LOG.warn("the record at offset {} of {} cannot be put aside now, trying again: {}", record.offset(),
                        record.topic(), e.toString());
                pause();
            }
        }
    }

    private void forget(@Nullable String key) {
        Matcher unit = UNIT_KEY.matcher(key == null ? "" : key);
        if (!unit.matches()) {
            throw new UndecodableEventException(UndecodableEventException.Why.NOT_ALLOWED,
                    "only units of old versions may be removed");
        }
        directory.forget(Long.parseLong(unit.group(1)), new GridCode(unit.group(2)));
    }

    private static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        return headers;
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }
}
