package cn.twonets.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Three topics in a row. Between two topics a hop polls, sends the batch on, awaits every acknowledgement and commits,
 * as the product's consumers do, but decides and stores nothing. One thread sends; it is the caller's.
 */
final class Chain implements AutoCloseable {
    static final int RECORD_BYTES = 500;
    static final int PARTITIONS = 4;
    /** Records under way at most while pushing. */
    static final int WINDOW = 5_000;
    private static final List<String> TOPICS = List.of("floor-one", "floor-two", "floor-three");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int TIMEOUT_SECONDS = 30;

    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> source;
    private final ExecutorService threads = Executors.newFixedThreadPool(TOPICS.size());
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicReference<@Nullable Histogram> timing = new AtomicReference<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final byte[] filling = new byte[RECORD_BYTES];
    private volatile boolean open = true;
    private int sent;

    private Chain(String bootstrap) {
        this.bootstrap = bootstrap;
        this.source = producer();
        Random random = new Random(1);
        for (int i = 0; i < RECORD_BYTES; i++) {
            filling[i] = (byte) ('a' + random.nextInt(26));
        }
    }

    /** Creates the topics and starts the hops. */
    static Chain open(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(TOPICS.stream().map(topic -> new NewTopic(topic, PARTITIONS, (short) 1)).toList()).all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
        Chain chain = new Chain(bootstrap);
        chain.start(() -> chain.hop(TOPICS.get(0), TOPICS.get(1)));
        chain.start(() -> chain.hop(TOPICS.get(1), TOPICS.get(2)));
        chain.start(chain::sink);
        return chain;
    }

    /** Records that went through the whole chain. */
    long arrived() {
        return arrived.get();
    }

    /** Sends as fast as the window allows for this long, then waits until everything sent has arrived. */
    void push(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            send(System.nanoTime());
        }
        drain();
    }

    /** Sends one record that should have left at this reading of {@link System#nanoTime()}. */
    void send(long intended) throws InterruptedException {
        take(1);
        byte[] value = filling.clone();
        ByteBuffer.wrap(value).putLong(intended);
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(sent++).array();
        source.send(new ProducerRecord<>(TOPICS.get(0), key, value), (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
    }

    /** From now on every arriving record counts, from its intended start, in nanoseconds. */
    void startTiming() {
        timing.set(new Histogram(3));
    }

    /** Waits until everything sent has arrived. */
    Histogram stopTiming() throws InterruptedException {
        drain();
        Histogram latency = timing.getAndSet(null);
        if (latency == null) {
            throw new IllegalStateException("Timing was not started");
        }
        return latency;
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        source.close(Duration.ofSeconds(TIMEOUT_SECONDS));
        threads.shutdown();
        if (!threads.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
        refuseFailure();
    }

    private void drain() throws InterruptedException {
        take(WINDOW);
        window.release(WINDOW);
    }

    private void take(int records) throws InterruptedException {
        boolean taken = window.tryAcquire(records, TIMEOUT_SECONDS, TimeUnit.SECONDS);
        refuseFailure();
        if (!taken) {
            throw new IllegalStateException("Records are still under way after " + TIMEOUT_SECONDS + " s");
        }
    }

    private void refuseFailure() {
        Exception problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("The chain broke: " + problem, problem);
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    private void start(Part part) {
        threads.execute(() -> {
            try {
                part.run();
            } catch (Exception e) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private void hop(String from, String to) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(from);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            while (open) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                List<Future<RecordMetadata>> sends = new ArrayList<>(records.count());
                for (ConsumerRecord<byte[], byte[]> received : records) {
                    sends.add(producer.send(new ProducerRecord<>(to, received.key(), received.value())));
                }
                for (Future<RecordMetadata> send : sends) {
                    send.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                }
                if (!sends.isEmpty()) {
                    consumer.commitSync();
                }
            }
        }
    }

    private void sink() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(TOPICS.get(2))) {
            while (open) {
                for (ConsumerRecord<byte[], byte[]> received : consumer.poll(POLL)) {
                    Histogram latency = timing.get();
                    if (latency != null) {
                        latency.recordValue(System.nanoTime() - ByteBuffer.wrap(received.value()).getLong());
                    }
                    arrived.incrementAndGet();
                    window.release();
                }
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "compression.type", "lz4", "linger.ms", "2"),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "group.id", "after-" + topic, "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, PARTITIONS).mapToObj(number -> new TopicPartition(topic, number)).toList());
        return consumer;
    }
}
