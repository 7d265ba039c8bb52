package cn.twonets.delivery.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.deadletters.DeadLetter.Act;
import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Reason;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.delivery.deadletters.DeadLetter.State;
import cn.twonets.delivery.deadletters.DeadLetterDesk.Answer;
import cn.twonets.delivery.memory.InMemoryDeadLetterBox;
import cn.twonets.events.PostId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterDeskTest {
    private static final String ID = "twonets.needs.v1-3-7";
    private static final PostId ONE = new PostId("operator:411082");
    private static final PostId OTHER = new PostId("operator:411082.2");

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-03-02T02:00:00Z"), ZoneOffset.UTC);

    private final InMemoryDeadLetterBox box = new InMemoryDeadLetterBox();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicReference<Redelivery> consumer = new AtomicReference<>(
            letter -> Redelivery.Outcome.of(Result.APPLIED));

    private final DeadLetterDesk desk = new DeadLetterDesk(box, Map.of("twonets.needs.v1", letter -> {
        handedOver.incrementAndGet();
        return consumer.get().again(letter);
    }), NOW, meters);

    @BeforeEach
    void enterOne() {
        new DeadLetterRegister(box).enter(DeadLetterBoxContract.sighting(7, 0, "a"));
    }

    private DeadLetter letter() {
        return box.find(ID).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"APPLIED, REPLAYED", "SUPERSEDED, REPLAYED", "NOTHING_TO_REPLAY, OPEN", "OWNER_AWAY, OPEN"})
    void settlesALetterOnlyByWhatTheConsumerHas(Result result, State state) {
        consumer.set(letter -> Redelivery.Outcome.of(result));
        Answer answer = desk.replay(ID, ONE, "act-1");
        assertThat(answer).isInstanceOfSatisfying(
                Answer.Done.class,
                done -> assertThat(done.act().result()).isEqualTo(result));
        assertThat(letter().state()).isEqualTo(state);
        assertThat(letter().cause()).isEqualTo(letter().firstCause());
        assertThat(letter().acts()).singleElement().satisfies(act -> {
            assertThat(act.by()).isEqualTo(ONE.value());
            assertThat(act.at()).isEqualTo("2026-03-02T02:00:00Z");
            assertThat(act.result()).isEqualTo(result);
        });
        assertThat(
                meters.get("twonets.delivery.dead.letters.replays")
                        .tag("result", result.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                        .tag("consumer", "dispatch")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void staysOpenWithTheNewCauseWhenTheConsumerFailsAgain() {
        consumer.set(letter -> Redelivery.Outcome.failed("unknown-type", null));
        desk.replay(ID, ONE, "act-1");
        assertThat(letter().state()).isEqualTo(State.OPEN);
        assertThat(letter().cause()).isEqualTo(new Cause("unknown-type", null));
        assertThat(letter().firstCause()).isEqualTo(new Cause("does-not-fit", "/state/category"));
        consumer.set(letter -> Redelivery.Outcome.of(Result.APPLIED));
        desk.replay(ID, ONE, "act-2");
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
        assertThat(letter().acts()).extracting(Act::result).containsExactly(Result.FAILED_AGAIN, Result.APPLIED);
    }

    @Test
    void namesWhoActedBeforeAnythingHappens() {
        consumer.set(letter -> {
            assertThat(letter().acts()).extracting(Act::by).containsExactly(ONE.value());
            throw new IllegalStateException("the process is killed here");
        });
        assertThatThrownBy(() -> desk.replay(ID, ONE, "act-1")).isInstanceOf(IllegalStateException.class);
        assertThat(letter().state()).isEqualTo(State.OPEN);
        assertThat(letter().acts()).singleElement().satisfies(act -> assertThat(act.result()).isNull());
        consumer.set(letter -> Redelivery.Outcome.of(Result.SUPERSEDED));
        desk.replay(ID, OTHER, "act-2");
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
        assertThat(letter().acts()).extracting(Act::by).containsExactly(ONE.value(), OTHER.value());
    }

    @Test
    void goesOnWithAnActThatWasCutShort() {
        consumer.set(letter -> {
            throw new IllegalStateException("the process is killed here");
        });
        assertThatThrownBy(() -> desk.replay(ID, ONE, "act-1")).isInstanceOf(IllegalStateException.class);
        consumer.set(letter -> Redelivery.Outcome.of(Result.APPLIED));
        desk.replay(ID, ONE, "act-1");
        assertThat(letter().acts()).singleElement()
                .satisfies(act -> assertThat(act.result()).isEqualTo(Result.APPLIED));
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
    }

    @Test
    void givesTheSameAnswerToTheSameActAndHandsOverOnce() {
        Answer first = desk.replay(ID, ONE, "act-1");
        Answer again = desk.replay(ID, ONE, "act-1");
        assertThat(again).isEqualTo(first);
        assertThat(handedOver).hasValue(1);
        assertThat(desk.discard(ID, ONE, Reason.TEST, "act-1")).isEqualTo(new Answer.IdReused());
    }

    @Test
    void asksAnOwnerThatWasAwayAgainUnderTheSameAct() {
        consumer.set(letter -> Redelivery.Outcome.of(Result.OWNER_AWAY));
        desk.replay(ID, ONE, "act-1");
        consumer.set(letter -> Redelivery.Outcome.of(Result.APPLIED));
        desk.replay(ID, ONE, "act-1");
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
        assertThat(letter().acts()).hasSize(1);
    }

    @Test
    void refusesToActOnWhatIsSettled() {
        desk.discard(ID, ONE, Reason.NOT_OURS, "act-1");
        assertThat(desk.replay(ID, OTHER, "act-2")).isEqualTo(new Answer.Settled(State.DISCARDED));
        assertThat(desk.discard(ID, OTHER, Reason.TEST, "act-3")).isEqualTo(new Answer.Settled(State.DISCARDED));
        assertThat(letter().acts()).singleElement().satisfies(act -> {
            assertThat(act.reason()).isEqualTo(Reason.NOT_OURS);
            assertThat(act.by()).isEqualTo(ONE.value());
        });
        assertThat(handedOver).hasValue(0);
    }

    @Test
    void leavesADiscardThatCameBetweenAndNotesTheReplayBesideIt() {
        consumer.set(letter -> {
            desk.discard(ID, OTHER, Reason.SETTLED_OTHERWISE, "act-2");
            return Redelivery.Outcome.of(Result.APPLIED);
        });
        desk.replay(ID, ONE, "act-1");
        assertThat(letter().state()).isEqualTo(State.DISCARDED);
        assertThat(letter().acts()).extracting(Act::result).containsExactly(Result.APPLIED, null);
    }

    @Test
    void settlesOnceThoughTwoOperatorsReplayAtOnce() {
        consumer.set(letter -> {
            consumer.set(second -> Redelivery.Outcome.of(Result.SUPERSEDED));
            desk.replay(ID, OTHER, "act-2");
            return Redelivery.Outcome.of(Result.APPLIED);
        });
        desk.replay(ID, ONE, "act-1");
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
        assertThat(letter().acts()).extracting(Act::by).containsExactly(ONE.value(), OTHER.value());
        assertThat(letter().acts()).extracting(Act::result).containsExactly(Result.APPLIED, Result.SUPERSEDED);
    }

    @Test
    void knowsNothingOfOtherLetters() {
        assertThat(desk.replay("twonets.needs.v1-3-8", ONE, "act-1")).isEqualTo(new Answer.Unknown());
        assertThat(desk.discard("twonets.needs.v1-3-8", ONE, Reason.TEST, "act-1")).isEqualTo(new Answer.Unknown());
    }

    @Test
    void keepsTheNewestActsOnly() {
        consumer.set(letter -> Redelivery.Outcome.of(Result.NOTHING_TO_REPLAY));
        for (int i = 0; i < DeadLetter.MOST_ACTS + 5; i++) {
            desk.replay(ID, ONE, "act-" + i);
        }
        assertThat(letter().acts()).hasSize(DeadLetter.MOST_ACTS).first().extracting(Act::id).isEqualTo("act-5");
    }
}
