package cn.twonets.delivery.kafka;

import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.delivery.deadletters.SourceId;
import cn.twonets.delivery.deadletters.WatchedTopic;
import cn.twonets.events.json.UndecodableEventException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Dead letters of a reader that commits no offsets and meets the same records again at each start. A record that has
 * been entered is not kept again; one that is kept is entered at once, so that it is known when it is met next. Killed
 * between the two, or with two instances at once, a record is kept twice and entered once.
 */
public final class RereadLetters {
    private final KafkaSettings settings;
    private final WatchedTopic watched;
    private final DeadLetters letters;
    private final DeadLetterBox box;
    private final DeadLetterRegister register;
    private final LetterReading reading = new LetterReading();
    private boolean topicMade;

    public RereadLetters(KafkaSettings settings, WatchedTopic watched, DeadLetters letters, DeadLetterBox box) {
        this.settings = settings;
        this.watched = watched;
        this.letters = letters;
        this.box = box;
        this.register = new DeadLetterRegister(box);
    }

    /**
     * Puts a record aside; returns once it is kept and entered.
     *
     * @throws RuntimeException if the broker or the store cannot be had; to be tried again until it succeeds
     */
    public synchronized void keep(ConsumerRecord<byte[], byte[]> record, UndecodableEventException cause) {
        if (isEntered(record)) {
            return;
        }
        if (!topicMade) {
            EventTopics.ensure(settings, List.of(EventTopics.deadLettersOf(watched.topic(), watched.consumer())));
            topicMade = true;
        }
        ConsumerRecord<byte[], byte[]> letter = letters.keep(watched.topic(), watched.consumer(), record, cause);
        register.enter(reading.read(letter, watched.consumer()));
    }

    /** The same place may hold another record, after topics were made anew. */
    private boolean isEntered(ConsumerRecord<byte[], byte[]> record) {
        Optional<DeadLetter> known = box
                .find(new SourceId(record.topic(), record.partition(), record.offset()).toString());
        return known.isPresent() && known.get().shown().sha256().equals(LetterReading.digest(record.value()));
    }
}
