package cn.twonets.system.judge;

import java.util.HashMap;
import java.util.Map;

/** I5 and I6 at one instant of a product at work. */
public final class PoolSample {
    private static final int MOST_NEEDS = 200;

    private final Stores stores;
    private final Verdict verdict;
    private final Capacity capacity;

    public PoolSample(Stores stores, Verdict verdict) {
        this.stores = stores;
        this.verdict = verdict;
        this.capacity = new Capacity(verdict);
    }

    /**
     * Takes one. Pools are written before needs, so a reservation that a need holds before and after its pool was read
     * must have been in that pool.
     */
    public void take() {
        Map<String, Kept.Reservation> before = new HashMap<>();
        stores.withProvider(MOST_NEEDS).forEach(kept -> {
            if (kept.aid().live() != null) {
                before.put(kept.id(), kept.aid().live());
            }
        });
        Map<String, Kept.Pool> pools = stores.pools();
        pools.values().forEach(capacity::atAnyInstant);
        before.forEach((need, live) -> {
            Kept.Pool pool = pools.get(live.pool());
            boolean held = pool != null && pool.holds().contains(new Kept.Hold(need, live.attempt(), live.amount()));
            if (!held) {
                Kept after = stores.find(Family.AID, need);
                held = after == null || !live.equals(after.aid().live());
            }
            verdict.require(held, Invariant.I5, need, "holds " + live + ", which its pool does not know");
        });
    }

    /** Whether every hold belongs to a live reservation: nothing is left to settle. */
    public boolean isSettled() {
        return stores.pools().values().stream().allMatch(pool -> pool.holds().stream().allMatch(hold -> {
            Kept need = stores.find(Family.AID, hold.need());
            Kept.Reservation live = need == null ? null : need.aid().live();
            return live != null && live.attempt() == hold.attempt() && live.pool().equals(pool.id());
        }));
    }
}
