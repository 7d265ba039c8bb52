package cn.twonets.delivery.kafka;

import cn.twonets.delivery.deadletters.SourceId;
import cn.twonets.events.Topic;
import cn.twonets.events.json.UndecodableEventException;
import cn.twonets.events.json.UndecodableEventException.Why;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that cannot be read, as the bytes that were received, beside the cause. The headers of the record stay;
 * those named {@code dlt_…} are added, as text: topic, partition, offset, timestamp, consumer, code, cause, exception and
 * time.
 */
public final class DeadLetters {
    static final String TOPIC = "dlt_topic";
    static final String PARTITION = "dlt_partition";
    static final String OFFSET = "dlt_offset";
    static final String TIMESTAMP = "dlt_timestamp";
    static final String CONSUMER = "dlt_consumer";
    static final String CODE = "dlt_code";
    static final String CAUSE = "dlt_cause";
    static final String TIME = "dlt_time";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final MeterRegistry meters;

    public DeadLetters(Producer<byte[], byte[]> producer, Clock clock, MeterRegistry meters) {
        this.producer = producer;
        this.clock = clock;
        this.meters = meters;
    }

    /** Shows the counters of a consumer before there is anything to count, so that the first dead letter is a change. */
    void announce(Topic topic, String consumer) {
        Arrays.stream(Why.values()).forEach(why -> counter(topic.topicName(), consumer, why));
    }

    private Counter counter(String topic, String consumer, Why why) {
        return Counter.builder("twonets.delivery.dead.letters")
                .description("Records put aside because they could not be read")
                .tags("topic", topic, "consumer", consumer, "cause", why.code())
                .register(meters);
    }

    /**
     * Keeps one record; returns once every replica has it.
     *
     * @return the dead letter as it lies on its topic
     * @throws KafkaException if the broker cannot be had
     */
    public ConsumerRecord<byte[], byte[]> keep(Topic topic, String consumer, ConsumerRecord<byte[], byte[]> record,
            UndecodableEventException cause) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                topic.deadLetters(consumer),
                record.key(),
                record.value());
        for (Header header : record.headers()) {
            letter.headers().add(header);
        }
        add(letter, TOPIC, record.topic());
        add(letter, PARTITION, String.valueOf(record.partition()));
        add(letter, OFFSET, String.valueOf(record.offset()));
        add(letter, TIMESTAMP, String.valueOf(record.timestamp()));
        add(letter, CONSUMER, consumer);
        add(letter, CODE, cause.why().code());
        add(letter, "dlt_exception", cause.getClass().getName());
        add(letter, CAUSE, String.valueOf(cause.getMessage()));
        add(letter, TIME, clock.instant().toString());
        RecordMetadata kept;
        try {
            kept = producer.send(letter).get();
        } catch (ExecutionException e) {
            throw new KafkaException("a dead letter could not be kept", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while keeping a dead letter", e);
        }
        counter(record.topic(), consumer, cause.why()).increment();
        LOG.warn(
                "Dead letter {}:{}, {}: {}; look at it with: twonets dead-letters show {}:{}",
                consumer,
                new SourceId(record.topic(), record.partition(), record.offset()),
                cause.why().code(),
                cause.getMessage(),
                consumer,
                new SourceId(record.topic(), record.partition(), record.offset()));
        return new ConsumerRecord<>(kept.topic(), kept.partition(), kept.offset(), kept.timestamp(),
                TimestampType.CREATE_TIME, kept.serializedKeySize(), kept.serializedValueSize(), letter.key(),
                letter.value(), letter.headers(), Optional.empty());
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
