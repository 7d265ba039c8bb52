package cn.twonets.delivery.kafka;

import cn.twonets.events.Topic;
import cn.twonets.events.json.UndecodableEventException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that cannot be read, as the bytes that were received, beside the cause. The headers of the record stay;
 * those named {@code dlt_…} are added, as text: topic, partition, offset, timestamp, consumer, cause and time.
 */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final MeterRegistry meters;

    public DeadLetters(Producer<byte[], byte[]> producer, Clock clock, MeterRegistry meters) {
        this.producer = producer;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Keeps one record; returns once every replica has it.
     *
     * @throws KafkaException if the broker cannot be had
     */
    public void keep(Topic topic, String consumer, ConsumerRecord<byte[], byte[]> record,
            UndecodableEventException cause) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topic.deadLetters(consumer),
                record.key(),
                record.value());
        for (Header header : record.headers()) {
            letter.headers().add(header);
        }
        add(letter, "dlt_topic", record.topic());
        add(letter, "dlt_partition", String.valueOf(record.partition()));
        add(letter, "dlt_offset", String.valueOf(record.offset()));
        add(letter, "dlt_timestamp", String.valueOf(record.timestamp()));
        add(letter, "dlt_consumer", consumer);
        add(letter, "dlt_exception", cause.getClass().getName());
        add(letter, "dlt_cause", String.valueOf(cause.getMessage()));
        add(letter, "dlt_time", clock.instant().toString());
        try {
            producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new KafkaException("a dead letter could not be kept", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while keeping a dead letter", e);
        }
        meters.counter("twonets.delivery.dead.letters", "topic", record.topic(), "consumer", consumer).increment();
        LOG.warn(
                "Dead letter for {}: {}-{}@{}: {}",
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                cause.getMessage());
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
