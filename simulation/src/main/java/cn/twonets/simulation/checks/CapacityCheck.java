package cn.twonets.simulation.checks;

import cn.twonets.delivery.Stored;
import cn.twonets.events.AidState;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.capacity.Hold;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.Holds;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** I5, I6 and I7: units, counted from the needs' own documents. */
public final class CapacityCheck {
    private final BiConsumer<String, String> violation;
    private final Function<String, Optional<Stored<AidRecord>>> needs;
    private final Set<String> settled = new HashSet<>();
    private final Map<String, Integer> openAttempt = new HashMap<>();
    private final Map<String, Integer> highestAttempt = new HashMap<>();

    /** @param violation is told the invariant and what was seen */
    public CapacityCheck(BiConsumer<String, String> violation, Function<String, Optional<Stored<AidRecord>>> needs) {
        this.violation = violation;
        this.needs = needs;
    }

    /** A pool was written. */
    public void written(Pool before, Pool after) {
        int left = 0;
        int given = 0;
        int added = 0;
        for (Map.Entry<HoldId, Hold> hold : before.holds().entrySet()) {
            if (!after.holds().containsKey(hold.getKey())) {
                left += hold.getValue().amount();
                given += leaves(after, hold.getKey()) ? hold.getValue().amount() : 0;
            }
        }
        for (Map.Entry<HoldId, Hold> hold : after.holds().entrySet()) {
            if (!before.holds().containsKey(hold.getKey())) {
                added += hold.getValue().amount();
                if (settled.contains(after.id() + " " + hold.getKey())) {
                    violation.accept("I7", "hold " + hold.getKey() + " of " + after.id()
                            + " is there again after it was settled");
                }
            }
        }
        int confirmed = after.confirmed() - before.confirmed();
        if (confirmed != given) {
            violation.accept("I7", after.id() + " confirms " + confirmed + " units where the needs were given "
                    + given);
        }
        int free = after.available() - before.available();
        if (before.edits() == after.edits() && free + confirmed > left - added) {
            violation.accept("I7", after.id() + " gets back " + (free + confirmed + added) + " units from holds of "
                    + left);
        }
    }

    /** Whether its need was given the aid; the need must have decided before a hold leaves. */
    private boolean leaves(Pool pool, HoldId hold) {
        settled.add(pool.id() + " " + hold);
        Holds known = needs.apply(hold.need().value()).map(stored -> stored.state().holds()).orElse(Holds.NONE);
        if (hold.attempt() > known.counted()) {
            violation.accept("I7", "hold " + hold + " left " + pool.id() + " though its need does not know it");
        }
        if (is(known.live(), hold, pool)) {
            violation.accept("I5", "hold " + hold + " left " + pool.id() + " though its referral is live");
        }
        return known.delivered().stream().anyMatch(one -> is(one, hold, pool));
    }

    private static boolean is(Holds.Reservation reservation, HoldId hold, Pool pool) {
        return reservation != null && reservation.attempt() == hold.attempt()
                && reservation.pool().equals(pool.id().toString());
    }

    /** The aid side told of something. */
    public void told(AidState state) {
        AidState.Referral referral = state.referral();
        if (referral == null) {
            return;
        }
        String need = state.need().value();
        Integer open = openAttempt.get(need);
        if (referral.status() == ReferralStatus.OFFERED || referral.status() == ReferralStatus.ACCEPTED) {
            if (open != null && open != referral.attempt()) {
                violation.accept("I6", need + " has referral " + open + " and " + referral.attempt() + " at once");
            }
            if (open == null && referral.attempt() <= highestAttempt.getOrDefault(need, 0)) {
                violation.accept("I6", need + " has a second referral numbered " + referral.attempt());
            }
            openAttempt.put(need, referral.attempt());
            highestAttempt.merge(need, referral.attempt(), Math::max);
        } else if (open != null && open == referral.attempt()) {
            openAttempt.remove(need);
        }
    }

    /** What must hold at every instant. */
    public void atAnyInstant(Collection<Pool> pools, Collection<Stored<AidRecord>> all) {
        Map<String, Pool> byId = new HashMap<>();
        pools.forEach(pool -> byId.put(pool.id().toString(), pool));
        Map<String, Integer> given = new HashMap<>();
        for (Stored<AidRecord> one : all) {
            Holds holds = one.state().holds();
            if (holds.live() != null && !holds(byId.get(holds.live().pool()), one, holds.live())) {
                violation.accept("I5", "live referral " + one.id() + "/" + holds.live().attempt() + " holds nothing in "
                        + holds.live().pool());
            }
            for (Holds.Reservation delivered : holds.delivered()) {
                if (!holds(byId.get(delivered.pool()), one, delivered)) {
                    given.merge(delivered.pool(), delivered.amount(), Integer::sum);
                }
            }
        }
        for (Pool pool : pools) {
            int held = pool.holds().values().stream().mapToInt(Hold::amount).sum();
            if (pool.available() < 0 || pool.available() > 0
                    && pool.available() + held + pool.confirmed() != pool.target()) {
                violation.accept("I5", "units of " + pool + " do not add up");
            }
            if (pool.confirmed() != given.getOrDefault(pool.id().toString(), 0)) {
                violation.accept("I5", pool.id() + " says " + pool.confirmed() + " given, the needs say "
                        + given.getOrDefault(pool.id().toString(), 0));
            }
        }
    }

    private static boolean holds(Pool pool, Stored<AidRecord> need, Holds.Reservation reservation) {
        return pool != null && pool.holds().containsKey(new HoldId(need.state().need(), reservation.attempt()));
    }

    /** What must hold once everything was swept: the pools hold exactly what the needs have live. */
    public void afterDrain(Collection<Pool> pools, Collection<Stored<AidRecord>> all) {
        Set<String> live = new HashSet<>();
        for (Stored<AidRecord> one : all) {
            Holds.Reservation reservation = one.state().holds().live();
            if (reservation != null) {
                live.add(reservation.pool() + " " + new HoldId(one.state().need(), reservation.attempt()));
            }
        }
        for (Pool pool : pools) {
            for (HoldId hold : pool.holds().keySet()) {
                if (!live.contains(pool.id() + " " + hold)) {
                    violation.accept("I7", "hold " + hold + " of " + pool.id() + " is an orphan");
                }
            }
        }
    }
}
