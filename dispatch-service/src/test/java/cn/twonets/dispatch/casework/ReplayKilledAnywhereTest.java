package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.twonets.delivery.AppliedOrders;
import cn.twonets.delivery.EventHandler;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetter.Act;
import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.delivery.deadletters.DeadLetter.Shown;
import cn.twonets.delivery.deadletters.DeadLetter.State;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterDesk;
import cn.twonets.delivery.deadletters.DeadLetterDesk.Answer;
import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.delivery.deadletters.OwnerRedelivery;
import cn.twonets.delivery.deadletters.Sighting;
import cn.twonets.delivery.deadletters.SourceId;
import cn.twonets.delivery.memory.InMemoryDeadLetterBox;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A dead letter about a need that dispatch never heard of is replayed, and the process is killed before one of the
 * replay's steps, each in turn: before and after each write of the letter, the question to the owner, and the effect.
 */
class ReplayKilledAnywhereTest {
    private static final String ID = "twonets.needs.v1-3-7";
    private static final PostId OPERATOR = new PostId("operator:411082");
    /** Counted by {@link #hasSoManySteps}. */
    private static final int STEPS = 14;

    private final Desk desk = new Desk();
    private final InMemoryDeadLetterBox box = new InMemoryDeadLetterBox();
    private final NeedState need = Needs.need(Desk.NEED.value(), "housing", Urgency.ORDINARY);
    private int step;
    private int killedAt = Integer.MAX_VALUE;

    /** No exception that anything could catch and go on. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private void step() {
        if (++step >= killedAt) {
            throw new Killed();
        }
    }

    /** What a process has when it starts, over the same letters and the same cases. */
    private DeadLetterDesk started() {
        EventHandler<NeedEvent, NeedState> handler = newest -> {
            step();
            desk.desk.followNeeds(newest);
            step();
        };
        AppliedOrders applied = ids -> {
            step();
            return desk.desk.appliedNeeds(ids);
        };
        return new DeadLetterDesk(
                new SteppingBox(),
                Map.of(
                        "twonets.needs.v1",
                        new OwnerRedelivery<>(
                                new Subscription<>(EventFamily.NEED, "dispatch", handler, applied),
                                new Village(),
                                letter -> Optional.ofNullable(letter.shown().key()))),
                desk.clock,
                new SimpleMeterRegistry());
    }

    private void enter() {
        new DeadLetterRegister(box).enter(new Sighting(
                SourceId.parse(ID).orElseThrow(),
                "dispatch",
                new Cause("broken-json", null),
                Desk.MONDAY,
                0,
                new Shown(Desk.NEED.value(), null, null, null, "", 1, "")));
    }

    private DeadLetter letter() {
        return box.find(ID).orElseThrow();
    }

    @Test
    void hasSoManySteps() {
        enter();
        assertThat(started().replay(ID, OPERATOR, "act")).isInstanceOf(Answer.Done.class);
        assertThat(step).isEqualTo(STEPS);
    }

    static IntStream everyStep() {
        return IntStream.rangeClosed(1, STEPS);
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void doublesNothingAndTellsTheTruth(int kill) {
        enter();
        killedAt = kill;
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> started().replay(ID, OPERATOR, "first"));
        boolean took = desk.cases.aggregates().find(Desk.NEED.value()).isPresent();
        int events = desk.published.size();
        DeadLetter left = letter();
        if (left.state() == State.REPLAYED) {
            assertThat(took).as("settled only with the effect").isTrue();
        }
        left.acts().forEach(act -> assertThat(act.result()).isIn(null, Result.APPLIED));

        killedAt = Integer.MAX_VALUE;
        Answer again = started().replay(ID, OPERATOR, "second");
        if (left.state() == State.REPLAYED) {
            assertThat(again).isEqualTo(new Answer.Settled(State.REPLAYED));
        } else {
            assertThat(again).isInstanceOfSatisfying(
                    Answer.Done.class,
                    done -> assertThat(done.act().result()).isEqualTo(took ? Result.SUPERSEDED : Result.APPLIED));
        }
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
        assertThat(letter().acts()).allSatisfy(act -> assertThat(act.by()).isEqualTo(OPERATOR.value()))
                .extracting(Act::id)
                .doesNotHaveDuplicates();
        assertThat(desk.theCase().appliedNeed()).isEqualTo(need.order());
        if (took) {
            assertThat(desk.published).as("no event for what had been taken").hasSize(events);
        }
        Desk undisturbed = new Desk().village(need);
        assertThat(desk.theCase()).isEqualTo(undisturbed.theCase());
        assertThat(desk.published).hasSameSizeAs(undisturbed.published);
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void finishesTheSameActWhereItWasCutShort(int kill) {
        enter();
        killedAt = kill;
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> started().replay(ID, OPERATOR, "act"));
        killedAt = Integer.MAX_VALUE;
        assertThat(started().replay(ID, OPERATOR, "act")).isInstanceOf(Answer.Done.class);
        assertThat(letter().state()).isEqualTo(State.REPLAYED);
        assertThat(letter().acts()).singleElement()
                .satisfies(act -> assertThat(act.result()).isIn(Result.APPLIED, Result.SUPERSEDED));
        assertThat(desk.published).hasSameSizeAs(new Desk().village(need).published);
    }

    /** The owner, which knows the need. */
    private final class Village implements OwnerStates<NeedEvent, NeedState> {
        @Override
        public Optional<Event<NeedEvent, NeedState>> find(String id) {
            step();
            Event<NeedEvent, NeedState> newest = desk.event(need);
            step();
            return Optional.of(newest);
        }

        @Override
        public Page<NeedEvent, NeedState> walk(@Nullable String after, int limit) {
            throw new UnsupportedOperationException();
        }
    }

    /** A step before and after each use of the box. */
    private final class SteppingBox implements DeadLetterBox {
        @Override
        public Optional<DeadLetter> find(String id) {
            step();
            Optional<DeadLetter> found = box.find(id);
            step();
            return found;
        }

        @Override
        public boolean insert(DeadLetter entry) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean replace(DeadLetter before, DeadLetter after) {
            step();
            boolean replaced = box.replace(before, after);
            step();
            return replaced;
        }

        @Override
        public List<DeadLetter> list(Wanted wanted, @Nullable Place after, int limit) {
            return box.list(wanted, after, limit);
        }

        @Override
        public Map<String, Long> openByTopic() {
            return box.openByTopic();
        }
    }
}
