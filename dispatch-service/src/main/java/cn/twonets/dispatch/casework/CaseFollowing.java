package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.PublicState;
import cn.twonets.reconciliation.Following;
import cn.twonets.reconciliation.Standing;
import cn.twonets.reconciliation.Standing.How;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the cases stand to what they follow: what their deciders would make of each state. */
public final class CaseFollowing<H extends Happening, P extends PublicState> implements Following<H, P> {
    private final Subscription<H, P> subscription;
    private final OutboxAggregates<AidCase, CaseEvent, ?> cases;
    private final Function<P, Decider<AidCase, CaseEvent, Set<Followed>>> decider;
    private final Function<AidCase, EventOrder> applied;
    private final boolean opensCases;

    private CaseFollowing(
            Subscription<H, P> subscription,
            OutboxAggregates<AidCase, CaseEvent, ?> cases,
            Function<P, Decider<AidCase, CaseEvent, Set<Followed>>> decider,
            Function<AidCase, EventOrder> applied,
            boolean opensCases) {
        this.subscription = subscription;
        this.cases = cases;
        this.decider = decider;
        this.applied = applied;
        this.opensCases = opensCases;
    }

    /** How the cases stand to what villages want. */
    public static CaseFollowing<NeedEvent, NeedState> needs(
            Subscription<NeedEvent, NeedState> subscription,
            OutboxAggregates<AidCase, CaseEvent, ?> cases,
            CaseDesk desk) {
        return new CaseFollowing<>(subscription, cases,
                state -> new NeedDecider(desk.setting(), state, null), AidCase::appliedNeed, true);
    }

    /** How the cases stand to what the aid side does. */
    public static CaseFollowing<AidEvent, AidState> aid(
            Subscription<AidEvent, AidState> subscription,
            OutboxAggregates<AidCase, CaseEvent, ?> cases,
            CaseDesk desk) {
        return new CaseFollowing<>(subscription, cases,
                state -> new AidDecider(desk.setting(), state), AidCase::appliedAid, false);
    }

    @Override
    public Subscription<H, P> subscription() {
        return subscription;
    }

    @Override
    public Map<String, Standing> standings(List<Event<H, P>> states) {
        Map<String, Stored<AidCase>> known = cases.findAll(
                states.stream().map(event -> event.state().aggregate()).toList());
        Map<String, Standing> standings = new HashMap<>();
        for (Event<H, P> event : states) {
            Stored<AidCase> stored = known.get(event.state().aggregate());
            standings.put(event.state().aggregate(), standing(stored == null ? null : stored.state(), event.state()));
        }
        return standings;
    }

    private Standing standing(@Nullable AidCase current, P state) {
        if (current == null) {
            return new Standing(How.NEVER_HEARD, EventOrder.NONE);
        }
        EventOrder last = applied.apply(current);
        if (decider.apply(state).decide(current).writes()) {
            return new Standing(How.BEHIND, last);
        }
        return new Standing(last.isAfter(state.order()) ? How.AHEAD : How.CURRENT, last);
    }

    @Override
    public Kept kept(String after, int limit) {
        return opensCases ? Kept.of(cases, after, limit, kept -> true) : Kept.none();
    }
}
