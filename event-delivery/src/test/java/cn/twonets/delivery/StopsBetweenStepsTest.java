package cn.twonets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.ScriptedSink.Mode;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process stops between any two steps; another one over the same documents brings every event to the broker. */
class StopsBetweenStepsTest {
    private static final Duration AGE = Duration.ofSeconds(15);

    private final AdjustableClock clock = new AdjustableClock();
    private final ScriptedSink broker = new ScriptedSink();
    private final InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> store = new InMemoryAggregates<>(
            Dwelling.KIND,
            broker,
            clock,
            new SimpleMeterRegistry());

    private enum Step {
        AFTER_WRITE, AFTER_SEND, AFTER_ACKNOWLEDGEMENT, AFTER_CLEAR
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingAndClearsInTheEnd(Step step) {
        switch (step) {
            case AFTER_WRITE -> {
                InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> stopping = store
                        .restarted(new StoppingSink());
                assertThatThrownBy(() -> stopping.change("h-1", Dwelling.change("h-1", 3), Publish.SOON))
                        .isInstanceOf(ProcessStopped.class);
            }
            case AFTER_SEND -> {
                broker.now(Mode.LOSE_ANSWER);
                store.restarted(broker).change("h-1", Dwelling.change("h-1", 3), Publish.SOON);
            }
            case AFTER_ACKNOWLEDGEMENT -> store.restarted(broker).change("h-1", Dwelling.change("h-1", 3),
                    Publish.BEFORE_RETURN);
            case AFTER_CLEAR -> {
                InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> stopping = store.restarted(broker);
                stopping.change("h-1", Dwelling.change("h-1", 3), Publish.BEFORE_RETURN);
                stopping.clearQuiet();
                stopping.clearQuiet();
            }
        }
        broker.now(Mode.ACKNOWLEDGE);
        clock.advance(Duration.ofSeconds(20));
        store.restarted(broker).sweep(AGE);
        assertThat(Set.copyOf(broker.arrived())).containsExactlyInAnyOrder("h-1.1", "h-1.2", "h-1.3");
        assertThat(broker.arrived().subList(broker.arrived().size() - 3, broker.arrived().size()))
                .containsExactly("h-1.1", "h-1.2", "h-1.3");
        assertThat(store.find("h-1").orElseThrow().unpublished()).isNull();
    }

    /**
     * Many instances write, send, lose answers, stop, clear and sweep in any order. At no time is a document unmarked
     * while one of its events has not arrived, and in the end all have.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void isNeverSilent(long seed) {
        Random random = new Random(seed);
        List<InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState>> instances = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            instances.add(store.restarted(broker));
        }
        for (int i = 0; i < 600; i++) {
            int who = random.nextInt(instances.size());
            InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> one = instances.get(who);
            String id = "h-" + random.nextInt(4);
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> one.change(id, Dwelling.change(id, 1 + random.nextInt(3)), Publish.SOON);
                case 3 -> broker.now(Mode.values()[random.nextInt(Mode.values().length)]);
                case 4 -> broker.acknowledgeHeld();
                case 5 -> one.clearQuiet();
                case 6 -> instances.set(who, store.restarted(broker));
                case 7 -> {
                    if (broker.answersAtOnce()) {
                        one.sweep(AGE);
                    }
                }
                default -> clock.advance(Duration.ofSeconds(random.nextInt(9)));
            }
            assertMarked("seed " + seed + ", step " + i);
        }
        broker.now(Mode.ACKNOWLEDGE).acknowledgeHeld();
        clock.advance(Duration.ofSeconds(20));
        store.restarted(broker).sweep(AGE);
        assertThat(store.where(stored -> stored.unpublished() != null)).as("seed %d", seed).isEmpty();
        assertMarked("seed " + seed + ", in the end");
    }

    private void assertMarked(String when) {
        Set<String> arrived = new TreeSet<>(broker.arrived());
        for (Stored<Dwelling> stored : store.where(any -> true)) {
            long publishedThrough = stored.unpublished() == null
                    ? stored.order().sequence()
                    : stored.unpublished().from() - 1;
            assertThat(arrived).as(when)
                    .containsAll(
                            LongStream.rangeClosed(1, publishedThrough)
                                    .mapToObj(sequence -> stored.id() + "." + sequence)
                                    .toList());
        }
    }

    @Test
    void sendsOnlyTheMissingRestWhenTheAnswerWasLostForTheLast() {
        broker.now(Mode.ACKNOWLEDGE);
        store.change("h-1", Dwelling.change("h-1", 2), Publish.BEFORE_RETURN);
        broker.now(Mode.LOSE_ANSWER);
        store.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        broker.now(Mode.ACKNOWLEDGE);
        store.publish(List.of("h-1"));
        assertThat(broker.arrived()).containsExactly("h-1.1", "h-1.2", "h-1.3", "h-1.3");
    }

    /** The process ends before it has sent anything. */
    private static final class StoppingSink implements EventSink {
        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            throw new ProcessStopped();
        }

        @Override
        public boolean isFailing() {
            return false;
        }
    }

    private static final class ProcessStopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
