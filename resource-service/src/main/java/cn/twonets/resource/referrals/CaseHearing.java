package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.AppliedOrders;
import cn.twonets.delivery.EventHandler;
import cn.twonets.events.AidEvent;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hears what cases want and does what is missing; returns once all of it is stored and published. */
public final class CaseHearing implements EventHandler<CaseEvent, CaseState>, AppliedOrders {
    private final Advancement advancement;
    private final Queue queue;
    private final Aggregates<AidRecord, AidEvent> records;
    private final Ancestors ancestors;

    public CaseHearing(
            Advancement advancement, Queue queue, Aggregates<AidRecord, AidEvent> records, Ancestors ancestors) {
        this.advancement = advancement;
        this.queue = queue;
        this.records = records;
        this.ancestors = ancestors;
    }

    @Override
    public void handle(List<Event<CaseEvent, CaseState>> newest) {
        Map<NeedId, Optional<Wanted>> heard = new LinkedHashMap<>();
        newest.forEach(event -> heard.put(event.state().need(), Optional.of(wanted(event, ancestors))));
        Advancement.Outcome outcome = advancement.advance(heard);
        records.publish(outcome.touched());
        records.publish(queue.capacityCameBack(outcome.returned()));
    }

    @Override
    public Map<String, EventOrder> of(Collection<String> ids) {
        Map<String, EventOrder> orders = new LinkedHashMap<>();
        records.findAll(ids).forEach((id, record) -> {
            Wanted wanted = record.state().wanted();
            orders.put(id, wanted == null ? EventOrder.NONE : wanted.heard());
        });
        return orders;
    }

    static Wanted wanted(Event<CaseEvent, CaseState> event, Ancestors ancestors) {
        CaseState state = event.state();
        return new Wanted(state.order(), state.household(), state.unit(), ancestors.pathUp(state.unit()),
                state.aidKinds(), state.contentSequence(), state.status() != CaseStatus.CLOSED, state.wish(),
                event.correlationId(),
                event.traceparent());
    }
}
