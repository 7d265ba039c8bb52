package cn.twonets.delivery;

import cn.twonets.events.AidKind;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The aggregate of these tests: a household that moves; its other parts are there to be stored. */
public record Dwelling(
        EventOrder order,
        HouseholdId id,
        GridCode unit,
        @Nullable PostId helper,
        int moves,
        Set<AidKind> kinds,
        List<PostId> visitors,
        Map<String, EventOrder> applied,
        @Nullable Instant seenAt) {

    public static final AggregateKind<Dwelling, HouseholdEvent, HouseholdState> KIND = new AggregateKind<>(
            "dwellings",
            Dwelling.class,
            EventFamily.HOUSEHOLD,
            dwelling -> new HouseholdState(dwelling.order, dwelling.id, dwelling.unit, dwelling.helper));
    public static final PostId CLERK = new PostId("village-member:411082110213");
    public static final Cause CAUSE = new Cause(
            "c-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    public static Dwelling first(String id) {
        return new Dwelling(
                new EventOrder(0, 1),
                new HouseholdId(id),
                new GridCode("411082110213-G01"),
                null,
                0,
                Set.of(),
                List.of(),
                Map.of(),
                null);
    }

    public Dwelling moved() {
        return new Dwelling(order.next(), id, unit, helper, moves + 1, kinds, visitors, applied, seenAt);
    }

    public Dwelling applied(String source, EventOrder last) {
        return new Dwelling(order, id, unit, helper, moves, kinds, visitors, Map.of(source, last), seenAt);
    }

    /** Registers a household that is new, and moves one that is there, so often as is said. */
    public static Decider<Dwelling, HouseholdEvent, Integer> happen(String id, int times) {
        return current -> {
            List<Decision.Step<Dwelling, HouseholdEvent>> steps = new ArrayList<>();
            Dwelling last = current;
            for (int i = 0; i < times; i++) {
                HouseholdEvent happened = last == null
                        ? new HouseholdEvent.Registered(CLERK)
                        : new HouseholdEvent.Moved(CLERK);
                last = last == null ? first(id) : last.moved();
                steps.add(new Decision.Step<>(happened, last));
            }
            return Decision.changed(steps, last.moves());
        };
    }

    public static Change<Dwelling, HouseholdEvent, Integer> change(String id) {
        return change(id, 1);
    }

    public static Change<Dwelling, HouseholdEvent, Integer> change(String id, int times) {
        return Change.of(CAUSE, happen(id, times));
    }
}
