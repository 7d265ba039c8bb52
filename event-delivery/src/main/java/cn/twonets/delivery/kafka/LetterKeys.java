package cn.twonets.delivery.kafka;

import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.UndecodableEventException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Which aggregate a dead letter is about. Entries hold a record's key only where the product made it; any other is read
 * from the dead letter topic at the moment of a replay, and kept nowhere.
 */
public final class LetterKeys {
    /** What an id may look like at all, of whatever family; nobody is asked for anything else. */
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z:._/-]{0,127}");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MOST_POLLS = 10;

    private final Map<String, Object> client;

    public LetterKeys(KafkaSettings settings) {
        this.client = settings.consumer("unused");
        client.remove(ConsumerConfig.GROUP_ID_CONFIG);
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        client.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        client.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    }

    /**
     * The id; empty if the record has no key that could be one, or lies on its topic no more.
     *
     * @throws OwnerUnavailableException if the dead letter topic cannot be read now
     */
    public Optional<String> of(DeadLetter letter) {
        String shown = letter.shown().key();
        if (shown != null) {
            return Optional.of(shown);
        }
        try {
            return read(letter).map(LetterKeys::key).filter(key -> ID.matcher(key).matches());
        } catch (KafkaException e) {
            throw new OwnerUnavailableException("the dead letter topic cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<ConsumerRecord<byte[], byte[]>> read(DeadLetter letter) {
        TopicPartition place = new TopicPartition(lettersOf(letter), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                client,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            if (letter.lastLetter() < consumer.beginningOffsets(List.of(place)).get(place)
                    || letter.lastLetter() >= consumer.endOffsets(List.of(place)).get(place)) {
                return Optional.empty();
            }
            consumer.seek(place, letter.lastLetter());
            for (int polls = 0; polls < MOST_POLLS; polls++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return Optional.of(record).filter(found -> isThe(letter, found));
                }
            }
            throw new KafkaException("nothing came within " + POLL.multipliedBy(MOST_POLLS));
        }
    }

    private static String lettersOf(DeadLetter letter) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(letter.topic()))
                .findFirst()
                .orElseThrow()
                .deadLetters(letter.consumer());
    }

    private static boolean isThe(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        return record.offset() == letter.lastLetter()
                && letter.topic().equals(LetterReading.text(record, DeadLetters.TOPIC))
                && String.valueOf(letter.partition()).equals(LetterReading.text(record, DeadLetters.PARTITION))
                && String.valueOf(letter.offset()).equals(LetterReading.text(record, DeadLetters.OFFSET));
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EventCodec.key(record.key());
        } catch (UndecodableEventException e) {
            return null;
        }
    }
}
