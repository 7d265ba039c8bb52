package cn.twonets.intake.needs;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedEvent;
import cn.twonets.intake.needs.CaseFollower.Followed;
import cn.twonets.reconciliation.Following;
import cn.twonets.reconciliation.Standing;
import cn.twonets.reconciliation.Standing.How;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the needs stand to their cases: what {@link CaseFollower} would do about each. */
public final class CaseFollowing implements Following<CaseEvent, CaseState> {
    private final Subscription<CaseEvent, CaseState> subscription;
    private final OutboxAggregates<Need, NeedEvent, ?> needs;

    public CaseFollowing(
            Subscription<CaseEvent, CaseState> subscription, OutboxAggregates<Need, NeedEvent, ?> needs) {
        this.subscription = subscription;
        this.needs = needs;
    }

    @Override
    public Subscription<CaseEvent, CaseState> subscription() {
        return subscription;
    }

    @Override
    public Map<String, Standing> standings(List<Event<CaseEvent, CaseState>> states) {
        Map<String, Stored<Need>> known = needs.findAll(
                states.stream().map(event -> event.state().aggregate()).toList());
        Map<String, Standing> standings = new HashMap<>();
        for (Event<CaseEvent, CaseState> event : states) {
            Stored<Need> stored = known.get(event.state().aggregate());
            standings.put(event.state().aggregate(), standing(stored == null ? null : stored.state(), event.state()));
        }
        return standings;
    }

    static Standing standing(@Nullable Need need, CaseState state) {
        Progress shown = need == null ? null : need.progress();
        if (shown == null) {
            return new Standing(How.NEVER_HEARD, EventOrder.NONE);
        }
        Followed would = CaseFollower.follow(need, Progress.of(state)).answer();
        if (would == Followed.SHOWN) {
            return new Standing(How.BEHIND, shown.order());
        }
        return new Standing(shown.order().isAfter(state.order()) ? How.AHEAD : How.CURRENT, shown.order());
    }

    @Override
    public Kept kept(String after, int limit) {
        return Kept.of(needs, after, limit, need -> need.progress() != null);
    }
}
