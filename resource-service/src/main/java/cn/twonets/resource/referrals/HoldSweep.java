package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares holds older than a minute with their needs: what a crash left unsettled is settled, and a hold that its need
 * does not know is first voided there, so that whoever reserved it can no longer use it.
 */
public final class HoldSweep {
    private static final int PAGE = 50;
    private static final int NEEDS_AT_ONCE = 500;

    private final Pools pools;
    private final Aggregates<AidRecord, AidEvent> records;
    private final Settlement settlement;
    private final Queue queue;
    private final ReferralSettings settings;
    private final Clock clock;

    public HoldSweep(
            Pools pools,
            Aggregates<AidRecord, AidEvent> records,
            Settlement settlement,
            Queue queue,
            ReferralSettings settings,
            Clock clock) {
        this.pools = pools;
        this.records = records;
        this.settlement = settlement;
        this.queue = queue;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sweeps all pools; returns how many holds were settled. */
    public int run() {
        Instant before = clock.instant().minus(settings.holdAge());
        int settled = 0;
        String after = "";
        while (true) {
            List<Pool> page = pools.withHoldsBefore(before, after, PAGE);
            if (page.isEmpty()) {
                return settled;
            }
            Set<PoolId> returned = new HashSet<>();
            for (Pool pool : page) {
                List<Settlement.Due> due = compare(pool, before);
                returned.addAll(settlement.settle(due));
                settled += due.size();
            }
            records.publish(queue.capacityCameBack(returned));
            after = page.getLast().id().toString();
        }
    }

    private List<Settlement.Due> compare(Pool pool, Instant before) {
        List<HoldId> old = pool.holds().entrySet().stream()
                .filter(hold -> hold.getValue().since().isBefore(before))
                .map(Map.Entry::getKey)
                .toList();
        List<Settlement.Due> due = new ArrayList<>();
        for (int from = 0; from < old.size(); from += NEEDS_AT_ONCE) {
            List<HoldId> some = old.subList(from, Math.min(from + NEEDS_AT_ONCE, old.size()));
            Map<String, Stored<AidRecord>> needs = records.findAll(
                    some.stream().map(hold -> hold.need().value()).collect(Collectors.toSet()));
            for (HoldId hold : some) {
                Stored<AidRecord> need = needs.get(hold.need().value());
                Holds.Verdict verdict = verdict(need == null ? null : need.state(), hold, pool.id());
                if (verdict == Holds.Verdict.UNKNOWN) {
                    verdict = voided(hold, pool.id());
                }
                if (verdict != Holds.Verdict.LIVE) {
                    due.add(new Settlement.Due(pool.id(), hold, verdict));
                }
            }
        }
        return due;
    }

    private Holds.Verdict voided(HoldId hold, PoolId pool) {
        Cause cause = new Cause("hold-" + hold.need() + "-" + hold.attempt(), null);
        var changed = records.<Holds.Verdict>change(
                hold.need().value(),
                Change.of(cause, current -> voidIfUnknown(current, hold, pool)),
                Publish.SOON);
        return switch (changed) {
            case cn.twonets.delivery.Changed.Decided<AidRecord, Holds.Verdict> decided -> decided.answer();
            default -> throw new IllegalStateException("voiding a hold cannot be stale or repeated");
        };
    }

    private static Decision<AidRecord, AidEvent, Holds.Verdict> voidIfUnknown(
            @Nullable AidRecord current, HoldId hold, PoolId pool) {
        AidRecord record = current == null ? AidRecord.unheard(hold.need()) : current;
        Holds.Verdict verdict = verdict(record, hold, pool);
        return verdict == Holds.Verdict.UNKNOWN
                ? Decision.silently(record.with(record.holds().voided(hold.attempt())), Holds.Verdict.RELEASE)
                : Decision.unchanged(verdict);
    }

    private static Holds.Verdict verdict(@Nullable AidRecord record, HoldId hold, PoolId pool) {
        return (record == null ? Holds.NONE : record.holds()).verdict(hold.attempt(), pool.toString());
    }
}
