package cn.twonets.system.judge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** I5, I6 and I7: what pools say against what the needs' own documents say, recounted. */
final class Capacity {
    private final Verdict verdict;

    Capacity(Verdict verdict) {
        this.verdict = verdict;
    }

    /** What must hold of one pool at every instant, whatever is under way. */
    void atAnyInstant(Kept.Pool pool) {
        int sum = pool.available() + pool.held() + pool.confirmed();
        verdict.require(pool.available() >= 0 && pool.confirmed() >= 0, Invariant.I5, pool.id(),
                "overdrawn: available " + pool.available() + ", confirmed " + pool.confirmed());
        // capacity that people lowered below what is held and given is a target until holds return
        verdict.require(pool.available() > 0 ? sum == pool.target() : sum >= pool.target(), Invariant.I5, pool.id(),
                "available " + pool.available() + ", held " + pool.held() + " and confirmed " + pool.confirmed()
                        + " do not make " + pool.target());
    }

    /** What must hold once nothing is under way. */
    void afterDrain(Map<String, Kept.Pool> pools, Collection<Kept> aid) {
        Map<String, Integer> delivered = new HashMap<>();
        Map<String, Set<Kept.Hold>> live = new HashMap<>();
        for (Kept kept : aid) {
            judgeOne(kept);
            kept.aid().delivered().forEach(one -> delivered.merge(one.pool(), one.amount(), Integer::sum));
            Kept.Reservation reservation = kept.aid().live();
            if (reservation != null) {
                live.computeIfAbsent(reservation.pool(), pool -> new HashSet<>())
                        .add(new Kept.Hold(kept.id(), reservation.attempt(), reservation.amount()));
            }
        }
        Set<String> named = new HashSet<>(delivered.keySet());
        named.addAll(live.keySet());
        named.removeAll(pools.keySet());
        named.forEach(pool -> verdict.add(Invariant.I5, pool, "needs reserved units of a pool that is not there"));
        pools.values().forEach(pool -> {
            atAnyInstant(pool);
            int given = delivered.getOrDefault(pool.id(), 0);
            // more confirmed than delivered: settled twice; fewer: a settlement is lost
            verdict.require(pool.confirmed() == given, Invariant.I7, pool.id(),
                    "confirmed " + pool.confirmed() + ", needs say that " + given + " were delivered");
            judgeHolds(pool, live.getOrDefault(pool.id(), Set.of()));
        });
    }

    private void judgeOne(Kept kept) {
        Set<Integer> attempts = new HashSet<>();
        kept.aid().delivered().forEach(one -> verdict.require(attempts.add(one.attempt()), Invariant.I7, kept.id(),
                "attempt " + one.attempt() + " was delivered twice"));
        Kept.Reservation live = kept.aid().live();
        verdict.require(live == null || attempts.add(live.attempt()), Invariant.I6, kept.id(),
                "a reservation is live and delivered at once");
        boolean underWay = kept.aid().status().equals("OFFERED") || kept.aid().status().equals("ACCEPTED");
        verdict.require((live != null) == underWay, Invariant.I7, kept.id(),
                "the referral is " + kept.aid().status() + " and its reservation " + live);
    }

    private void judgeHolds(Kept.Pool pool, Set<Kept.Hold> live) {
        Set<Kept.Hold> orphans = new HashSet<>(pool.holds());
        orphans.removeAll(live);
        verdict.require(orphans.isEmpty(), Invariant.I7, pool.id(), "holds that no need knows: " + orphans);
        Set<Kept.Hold> missing = new HashSet<>(live);
        missing.removeAll(pool.holds());
        verdict.require(missing.isEmpty(), Invariant.I5, pool.id(),
                "live reservations that the pool lacks: " + missing);
        Set<String> needs = new HashSet<>();
        pool.holds().forEach(hold -> verdict.require(needs.add(hold.need()), Invariant.I6, pool.id(),
                "two holds of need " + hold.need()));
    }
}
