package cn.twonets.delivery.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.AppliedOrders;
import cn.twonets.delivery.EventHandler;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.PostId;
import cn.twonets.events.json.UndecodableEventException;
import cn.twonets.events.json.UndecodableEventException.Why;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnerRedeliveryTest {
    private static final String HOUSEHOLD = "household-1";
    private static final DeadLetter LETTER = DeadLetter.first(DeadLetterBoxContract.sighting(7, 0, "a"));

    private final Map<String, EventOrder> applied = new HashMap<>();
    private final List<Event<HouseholdEvent, HouseholdState>> handed = new ArrayList<>();
    private EventHandler<HouseholdEvent, HouseholdState> handler = newest -> newest.forEach(event -> {
        handed.add(event);
        applied.put(event.state().aggregate(), event.state().order());
    });
    private AppliedOrders orders = ids -> Map.copyOf(applied);
    private Function<DeadLetter, Optional<String>> aggregates = letter -> Optional.of(HOUSEHOLD);
    private Function<String, Optional<Event<HouseholdEvent, HouseholdState>>> owner = id -> Optional.of(event(3));

    private static Event<HouseholdEvent, HouseholdState> event(long sequence) {
        HouseholdState state = new HouseholdState(
                new EventOrder(0, sequence),
                new HouseholdId(HOUSEHOLD),
                new GridCode("411082110213-G01"),
                null);
        HouseholdEvent happened = new HouseholdEvent.Moved(new PostId("village-member:411082110213"));
        return new Event<>(EventFamily.HOUSEHOLD.typeOf(happened), Instant.parse("2026-03-02T01:00:00Z"), HOUSEHOLD,
                HOUSEHOLD, "c-1", null, happened, state);
    }

    private Redelivery.Outcome again() {
        OwnerStates<HouseholdEvent, HouseholdState> states = new OwnerStates<>() {
            @Override
            public Optional<Event<HouseholdEvent, HouseholdState>> find(String id) {
                return owner.apply(id);
            }

            @Override
            public Page<HouseholdEvent, HouseholdState> walk(@Nullable String after, int limit) {
                throw new UnsupportedOperationException();
            }
        };
        return new OwnerRedelivery<>(
                new Subscription<>(EventFamily.HOUSEHOLD, "dispatch", newest -> handler.handle(newest), orders),
                states,
                letter -> aggregates.apply(letter)).again(LETTER);
    }

    @Test
    void isAppliedWhereTheConsumerHasNothingOrSomethingOlder() {
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.APPLIED));
        applied.put(HOUSEHOLD, new EventOrder(0, 2));
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.APPLIED));
        assertThat(handed).hasSize(2);
    }

    @Test
    void isSupersededWhereTheConsumerHasTheSameOrSomethingNewerAndHandsNothingOver() {
        for (long newer : List.of(3L, 4L)) {
            applied.put(HOUSEHOLD, new EventOrder(0, newer));
            assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.SUPERSEDED));
        }
        assertThat(handed).isEmpty();
    }

    @Test
    void takesAHigherEpochForNewerWhateverTheSequence() {
        applied.put(HOUSEHOLD, new EventOrder(1, 1));
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.SUPERSEDED));
    }

    @Test
    void isSupersededWhereTheStateCostsTheConsumerNoWrite() {
        applied.put(HOUSEHOLD, new EventOrder(0, 2));
        handler = handed::addAll;
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.SUPERSEDED));
        assertThat(handed).hasSize(1);
    }

    @Test
    void failsAgainWhereTheConsumerDoesNotTakeItOrFails() {
        handler = newest -> {};
        assertThat(again()).isEqualTo(Redelivery.Outcome.failed("not-taken", null));
        handler = newest -> {
            throw new IllegalStateException("CANARY");
        };
        assertThat(again()).isEqualTo(Redelivery.Outcome.failed("handler-failed", null));
    }

    @Test
    void failsAgainWhereTheOwnersStateCannotBeReadEither() {
        owner = id -> {
            throw new UndecodableEventException(Why.DOES_NOT_FIT, "a field");
        };
        assertThat(again()).isEqualTo(new Redelivery.Outcome(Result.FAILED_AGAIN, new Cause("does-not-fit", null)));
    }

    @Test
    void hasNothingToReplayWithoutAnAggregateOrWhereTheOwnerKnowsNone() {
        owner = id -> Optional.empty();
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.NOTHING_TO_REPLAY));
        aggregates = letter -> Optional.empty();
        owner = id -> {
            throw new IllegalStateException("nobody is asked");
        };
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.NOTHING_TO_REPLAY));
        assertThat(handed).isEmpty();
    }

    @Test
    void saysThatNothingWasDoneWhileTheOwnerOrTheKeyCannotBeHad() {
        owner = id -> {
            throw new OwnerUnavailableException("away", new IOException());
        };
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.OWNER_AWAY));
        aggregates = letter -> {
            throw new OwnerUnavailableException("away", new IOException());
        };
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.OWNER_AWAY));
        assertThat(handed).isEmpty();
    }

    @Test
    void isAlwaysAppliedWhereTheConsumerKeepsNoOrder() {
        orders = AppliedOrders.NOT_KEPT;
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.APPLIED));
        assertThat(again()).isEqualTo(Redelivery.Outcome.of(Result.APPLIED));
    }
}
