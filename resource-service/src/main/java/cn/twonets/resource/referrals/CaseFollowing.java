package cn.twonets.resource.referrals;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.reconciliation.Following;
import cn.twonets.reconciliation.Standing;
import cn.twonets.reconciliation.Standing.How;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the aid side stands to the cases: whether {@link CaseHearing} would learn anything new from each. */
public final class CaseFollowing implements Following<CaseEvent, CaseState> {
    private final Subscription<CaseEvent, CaseState> subscription;
    private final OutboxAggregates<AidRecord, AidEvent, ?> records;
    private final Ancestors ancestors;

    public CaseFollowing(
            Subscription<CaseEvent, CaseState> subscription,
            OutboxAggregates<AidRecord, AidEvent, ?> records,
            Ancestors ancestors) {
        this.subscription = subscription;
        this.records = records;
        this.ancestors = ancestors;
    }

    @Override
    public Subscription<CaseEvent, CaseState> subscription() {
        return subscription;
    }

    @Override
    public Map<String, Standing> standings(List<Event<CaseEvent, CaseState>> states) {
        Map<String, Stored<AidRecord>> known = records.findAll(
                states.stream().map(event -> event.state().aggregate()).toList());
        Map<String, Standing> standings = new HashMap<>();
        for (Event<CaseEvent, CaseState> event : states) {
            Stored<AidRecord> stored = known.get(event.state().aggregate());
            standings.put(
                    event.state().aggregate(),
                    standing(stored == null ? null : stored.state().wanted(), CaseHearing.wanted(event, ancestors)));
        }
        return standings;
    }

    private static Standing standing(@Nullable Wanted known, Wanted heard) {
        if (known == null) {
            return new Standing(How.NEVER_HEARD, EventOrder.NONE);
        }
        if (ReferralRules.tellsSomethingNew(known, heard)) {
            return new Standing(How.BEHIND, known.heard());
        }
        return new Standing(known.heard().isAfter(heard.heard()) ? How.AHEAD : How.CURRENT, known.heard());
    }

    @Override
    public Kept kept(String after, int limit) {
        return Kept.of(records, after, limit, record -> record.wanted() != null);
    }
}
