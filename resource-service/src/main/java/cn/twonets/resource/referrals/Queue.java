package cn.twonets.resource.referrals;

import cn.twonets.events.NeedId;
import cn.twonets.resource.capacity.PoolId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Needs that queue for capacity; tried again, the longest waiting first, when capacity comes back. */
public final class Queue {
    private static final int MOST_WOKEN = 50;

    private final AidRecords queries;
    private final Advancement advancement;

    public Queue(AidRecords queries, Advancement advancement) {
        this.queries = queries;
        this.advancement = advancement;
    }

    /** Tries those again that wait for one of these pools; returns the ids to publish. */
    public Set<String> capacityCameBack(Collection<PoolId> pools) {
        List<NeedId> waiting = pools.stream()
                .map(PoolId::service)
                .distinct()
                .flatMap(service -> queries.queuedFor(service, MOST_WOKEN).stream())
                .distinct()
                .toList();
        return waiting.isEmpty() ? new HashSet<>() : advancement.advance(waiting);
    }
}
