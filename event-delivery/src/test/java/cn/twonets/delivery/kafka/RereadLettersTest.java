package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.delivery.deadletters.WatchedTopic;
import cn.twonets.delivery.memory.InMemoryDeadLetterBox;
import cn.twonets.events.Topic;
import cn.twonets.events.json.UndecodableEventException;
import cn.twonets.events.json.UndecodableEventException.Why;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a reader meets at each start is one dead letter, and its hidden key can be read again. */
@Execution(ExecutionMode.CONCURRENT)
class RereadLettersTest {
    private static final WatchedTopic WATCHED = new WatchedTopic(Topic.GRID, "resource");
    private static final UndecodableEventException CAUSE = new UndecodableEventException(Why.BROKEN_JSON, "not JSON");

    @TempDir
    Path folder;
    private BrokerKit broker;
    private Producer<byte[], byte[]> producer;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryDeadLetterBox box = new InMemoryDeadLetterBox();

    @BeforeEach
    void start() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new BrokerKit(folder).start();
        producer = broker.producer();
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        broker.close();
    }

    /** As the process has them after a start. */
    private RereadLetters letters(DeadLetterBox into) {
        return new RereadLetters(
                broker.settings(),
                WATCHED,
                new DeadLetters(producer, Clock.systemUTC(), meters),
                into);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, String value) {
        return new ConsumerRecord<>(
                Topic.GRID.topicName(),
                0,
                offset,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    private List<DeadLetter> all() {
        return box.list(new DeadLetterBox.Wanted(null, null, null), null, 100);
    }

    private DeadLetter letter(long offset) {
        return box.find("twonets.grid.v1-0-" + offset).orElseThrow();
    }

    private void awaitFollowed(long letters) {
        try (DeadLetterFollower follower = new DeadLetterFollower(
                broker.settings(),
                List.of(WATCHED),
                new DeadLetterRegister(box))) {
            follower.start();
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> broker.committed("resource.dead-letters", WATCHED.letters()) == letters);
        }
    }

    @Test
    void keepsARecordOnceHoweverOftenItIsMet() {
        for (int starts = 0; starts < 3; starts++) {
            RereadLetters letters = letters(box);
            letters.keep(record(4, "a-1", "{"), CAUSE);
            letters.keep(record(9, "a-2", "["), CAUSE);
            letters.keep(record(4, "a-1", "{"), CAUSE);
        }
        assertThat(broker.read(WATCHED.letters())).extracting(ConsumerRecord::value)
                .containsExactly(record(4, "a-1", "{").value(), record(9, "a-2", "[").value());
        List<DeadLetter> before = all();
        awaitFollowed(2);
        assertThat(all()).isEqualTo(before).hasSize(2).allSatisfy(one -> {
            assertThat(one.count()).isEqualTo(1);
            assertThat(one.cause().code()).isEqualTo("broken-json");
        });
    }

    @Test
    void keepsAnotherRecordAtTheSamePlaceAfterTopicsWereMadeAnew() {
        letters(box).keep(record(4, "a-1", "{"), CAUSE);
        letters(box).keep(record(4, "a-1", "another"), CAUSE);
        assertThat(broker.read(WATCHED.letters())).hasSize(2);
    }

    @Test
    void losesNothingWhenItIsKilledBetweenKeepingAndEntering() {
        AtomicBoolean away = new AtomicBoolean();
        RereadLetters killed = letters(new FlakyBox(box, away) {
            @Override
            public boolean insert(DeadLetter entry) {
                throw new IllegalStateException("the process is killed here");
            }
        });
        assertThatThrownBy(() -> killed.keep(record(4, "a-1", "{"), CAUSE)).isInstanceOf(IllegalStateException.class);
        assertThat(all()).isEmpty();
        letters(box).keep(record(4, "a-1", "{"), CAUSE);
        awaitFollowed(2);
        assertThat(all()).singleElement().satisfies(one -> assertThat(one.lastLetter()).isEqualTo(1));
    }

    @Test
    void readsTheKeyThatTheEntryHides() {
        RereadLetters letters = letters(box);
        letters.keep(record(1, "housing-bureau-2", "{"), CAUSE);
        letters.keep(record(2, "CANARY \u738b", "{"), CAUSE);
        letters.keep(record(3, null, "{"), CAUSE);
        letters.keep(record(4, "active", "{"), CAUSE);
        LetterKeys keys = new LetterKeys(broker.settings());
        assertThat(letter(1).shown().key()).isNull();
        assertThat(keys.of(letter(1))).contains("housing-bureau-2");
        assertThat(keys.of(letter(2))).isEmpty();
        assertThat(keys.of(letter(3))).isEmpty();
        broker.stop();
        assertThat(keys.of(letter(4))).contains("active");
        assertThatThrownBy(() -> keys.of(letter(1))).isInstanceOf(OwnerUnavailableException.class);
    }

    @Test
    void doesNotTakeTheKeyOfAnotherRecord() {
        letters(box).keep(record(1, "housing-bureau-2", "{"), CAUSE);
        letters(new InMemoryDeadLetterBox()).keep(record(8, "medical-1", "{"), CAUSE);
        DeadLetter first = letter(1);
        DeadLetter astray = new DeadLetter(first.id(), first.topic(), first.partition(), first.offset(),
                first.consumer(), first.cause(), first.firstCause(), first.firstSeen(), first.lastSeen(),
                first.count(), 1, first.shown(), first.state(), first.acts(), first.version());
        LetterKeys keys = new LetterKeys(broker.settings());
        assertThat(keys.of(astray)).isEmpty();
        assertThat(keys.of(first)).contains("housing-bureau-2");
    }
}
