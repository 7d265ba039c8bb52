package cn.twonets.intake.needs;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.AppliedOrders;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.EventHandler;
import cn.twonets.delivery.Publish;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedEvent;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Copies what the grid does about a need into the need: silently, so that neither events nor the {@code ETag} follow. */
public final class CaseFollower implements EventHandler<CaseEvent, CaseState>, AppliedOrders {
    /** What became of one event. */
    public enum Followed {
        /** The need shows it now. */
        SHOWN,
        /** The need already shows it, or something newer. */
        NOTHING_NEW,
        /** There is no such need here: it came from another store, or this one was restored from an older backup. */
        UNKNOWN_NEED
    }

    private final Aggregates<Need, NeedEvent> aggregates;
    private final BiConsumer<Followed, Integer> counter;

    /** @param counter is told how many events of a batch became what */
    public CaseFollower(Aggregates<Need, NeedEvent> aggregates, BiConsumer<Followed, Integer> counter) {
        this.aggregates = aggregates;
        this.counter = counter;
    }

    @Override
    public void handle(List<Event<CaseEvent, CaseState>> newest) {
        Map<String, Change<Need, NeedEvent, Followed>> changes = new LinkedHashMap<>();
        for (Event<CaseEvent, CaseState> event : newest) {
            changes.put(
                    event.state().need().value(),
                    Change.of(
                            new Cause(event.correlationId(), event.traceparent()),
                            need -> follow(need, Progress.of(event.state()))));
        }
        Map<Followed, Integer> counts = new EnumMap<>(Followed.class);
        aggregates.change(changes, Publish.BEFORE_RETURN).values().forEach(changed -> {
            if (changed instanceof Changed.Decided<Need, Followed> decided) {
                counts.merge(decided.answer(), 1, Integer::sum);
            }
        });
        counts.forEach(counter);
    }

    @Override
    public Map<String, EventOrder> of(Collection<String> ids) {
        Map<String, EventOrder> orders = new LinkedHashMap<>();
        aggregates.findAll(ids).forEach((id, need) -> {
            Progress shown = need.state().progress();
            orders.put(id, shown == null ? EventOrder.NONE : shown.order());
        });
        return orders;
    }

    static Decision<Need, NeedEvent, Followed> follow(@Nullable Need need, Progress heard) {
        if (need == null) {
            return Decision.unchanged(Followed.UNKNOWN_NEED);
        }
        Progress shown = need.progress();
        if (shown != null && (!heard.order().isAfter(shown.order())
                || heard.order().isNextAfter(shown.order()) && shown.saysTheSame(heard))) {
            return Decision.unchanged(Followed.NOTHING_NEW);
        }
        return Decision.silently(need.withProgress(heard), Followed.SHOWN);
    }
}
