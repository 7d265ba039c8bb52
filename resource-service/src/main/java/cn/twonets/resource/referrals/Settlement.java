package cn.twonets.resource.referrals;

import cn.twonets.delivery.Pause;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies to the pools what needs have decided about their holds. Applied by whoever wrote the need, else by the sweep;
 * any number of times, since a hold that is gone is settled.
 */
public final class Settlement {
    private final Pools pools;
    private final Pause pauses;

    public Settlement(Pools pools) {
        this(pools, Pause.SLEEPING);
    }

    /** @param pauses how the time before a repeated write passes */
    public Settlement(Pools pools, Pause pauses) {
        this.pools = pools;
        this.pauses = pauses;
    }

    /**
     * One hold and what its need decided.
     *
     * @param verdict {@code CONFIRM} or {@code RELEASE}
     */
    public record Due(PoolId pool, HoldId hold, Holds.Verdict verdict) {}

    /** Settles all, one update for each pool; returns the pools to which units came back. */
    public Set<PoolId> settle(Collection<Due> dues) {
        Map<PoolId, List<Due>> open = new HashMap<>();
        dues.forEach(due -> open.computeIfAbsent(due.pool(), id -> new ArrayList<>()).add(due));
        Set<PoolId> returned = new HashSet<>();
        Retries retries = new Retries(pauses);
        while (!open.isEmpty()) {
            List<Pool> changed = new ArrayList<>();
            pools.findAll(open.keySet()).values().forEach(before -> {
                Pool after = before;
                for (Due due : open.get(before.id())) {
                    after = due.verdict() == Holds.Verdict.CONFIRM
                            ? after.confirm(due.hold())
                            : after.release(due.hold());
                }
                if (after != before) {
                    changed.add(after);
                }
                if (after.available() > before.available()) {
                    returned.add(before.id());
                }
            });
            Set<PoolId> conflicts = pools.write(changed);
            open.keySet().retainAll(conflicts);
            if (!open.isEmpty()) {
                retries.pause();
            }
        }
        return returned;
    }
}
