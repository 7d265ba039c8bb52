package cn.twonets.resource.referrals;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.reconciliation.CaughtUp;
import cn.twonets.reconciliation.Check;
import cn.twonets.reconciliation.Difference;
import cn.twonets.reconciliation.DifferenceKind;
import cn.twonets.reconciliation.Ledger;
import cn.twonets.resource.capacity.Hold;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.PoolFigures;
import cn.twonets.resource.capacity.PoolId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pools against needs, recounted from the needs' own documents. A hold is written before its need and leaves after its
 * need's decision, so the order of reads tells a race from a difference: a need that is still live after its hold was not
 * there is a difference; sums are compared only where a pool's version has not changed while the needs were walked.
 *
 * <p>Keeps in memory the pools with their live holds, about 200 bytes a hold, and no need.
 */
public final class PoolsCheck implements Check {
    private static final int PAGE = 500;
    private static final int LOOKS = 3;

    private final PoolFigures.Source pools;
    private final OutboxAggregates<AidRecord, AidEvent, ?> records;
    private final HoldSweep sweep;
    private final ReferralSettings settings;
    private final CaughtUp caughtUp;
    private final Clock clock;

    public PoolsCheck(
            PoolFigures.Source pools,
            OutboxAggregates<AidRecord, AidEvent, ?> records,
            HoldSweep sweep,
            ReferralSettings settings,
            CaughtUp caughtUp,
            Clock clock) {
        this.pools = pools;
        this.records = records;
        this.sweep = sweep;
        this.settings = settings;
        this.caughtUp = caughtUp;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "pools against needs";
    }

    @Override
    public void run(Ledger ledger) {
        Map<PoolId, PoolFigures> all = all();
        ledger.walked("pools", all.size());
        ledger.remain(all.values().stream().flatMap(pool -> ownNumbers(pool).stream()).toList());
        compareHolds(all, ledger);
        // What the sweep has settled meanwhile would only look like a difference.
        recount(ledger.heals() ? all() : all, ledger);
    }

    private Map<PoolId, PoolFigures> all() {
        Map<PoolId, PoolFigures> all = new TreeMap<>();
        List<PoolFigures> page = pools.figuresAfter("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(pool -> all.put(pool.id(), pool));
            page = page.size() < PAGE ? List.of() : pools.figuresAfter(page.getLast().id().toString(), PAGE);
        }
        return all;
    }

    private static List<Difference> ownNumbers(PoolFigures pool) {
        String numbers = "target %d, free %d, held %d, given %d".formatted(
                pool.target(), pool.available(), pool.held(), pool.confirmed());
        if (pool.available() < 0) {
            return List.of(new Difference(DifferenceKind.POOL_OVERDRAWN, pool.id().toString(), numbers));
        }
        return pool.addUp()
                ? List.of()
                : List.of(new Difference(DifferenceKind.POOL_SUM, pool.id().toString(), numbers));
    }

    private record Held(PoolId pool, HoldId hold) {}

    /** Holds older than the sweep leaves alone, whose need says that they are over. */
    private void compareHolds(Map<PoolId, PoolFigures> all, Ledger ledger) {
        Instant before = clock.instant().minus(settings.holdAge());
        List<Held> old = new ArrayList<>();
        all.values().forEach(pool -> pool.holds().forEach((hold, held) -> {
            if (held.since().isBefore(before)) {
                old.add(new Held(pool.id(), hold));
            }
        }));
        ledger.walked("holds", old.size());
        Map<Held, Holds.Verdict> over = over(old);
        for (int look = 1; look <= LOOKS && !over.isEmpty(); look++) {
            // Whoever decided it settles it next; only what a crash left behind stays.
            caughtUp.moment(look);
            over = over(stillHeld(over.keySet()));
        }
        List<Difference> found = differences(over);
        if (found.isEmpty()) {
            return;
        }
        if (ledger.heals()) {
            sweep.run();
            over = over(stillHeld(over.keySet()));
        }
        Set<String> left = new HashSet<>();
        over.keySet().forEach(held -> left.add(held.hold().toString()));
        ledger.settle(found, found.stream().filter(one -> left.contains(one.subject())).toList());
    }

    private Map<Held, Holds.Verdict> over(Collection<Held> held) {
        Map<Held, Holds.Verdict> over = new HashMap<>();
        List<Held> all = List.copyOf(held);
        for (int from = 0; from < all.size(); from += PAGE) {
            List<Held> some = all.subList(from, Math.min(from + PAGE, all.size()));
            Map<String, Stored<AidRecord>> needs = records.findAll(
                    some.stream().map(one -> one.hold().need().value()).distinct().toList());
            for (Held one : some) {
                Stored<AidRecord> need = needs.get(one.hold().need().value());
                Holds holds = need == null ? Holds.NONE : need.state().holds();
                Holds.Verdict verdict = holds.verdict(one.hold().attempt(), one.pool().toString());
                if (verdict != Holds.Verdict.LIVE) {
                    over.put(one, verdict);
                }
            }
        }
        return over;
    }

    private List<Held> stillHeld(Collection<Held> held) {
        Map<PoolId, PoolFigures> now = pools.figures(held.stream().map(Held::pool).distinct().toList());
        return held.stream()
                .filter(one -> now.containsKey(one.pool()) && now.get(one.pool()).holds().containsKey(one.hold()))
                .toList();
    }

    private static List<Difference> differences(Map<Held, Holds.Verdict> over) {
        return over.entrySet().stream()
                .map(one -> new Difference(DifferenceKind.HOLD_WITHOUT_REFERRAL, one.getKey().hold().toString(),
                        "%s: to be %s".formatted(one.getKey().pool(), switch (one.getValue()) {
                            case CONFIRM -> "given";
                            case RELEASE -> "released";
                            default -> "voided";
                        })))
                .toList();
    }

    /** Live reservations against holds, and what needs were given against what pools say was given. */
    private void recount(Map<PoolId, PoolFigures> all, Ledger ledger) {
        Count count = new Count(all, null);
        walk(count, ledger);
        ledger.remain(count.suspects.stream().flatMap(suspect -> reallyUncovered(suspect).stream()).toList());
        Set<PoolId> suspects = count.differing();
        for (int look = 1; look <= LOOKS && !suspects.isEmpty(); look++) {
            caughtUp.moment(look);
            Count again = new Count(pools.figures(suspects), suspects);
            walk(again, ledger);
            Map<PoolId, PoolFigures> after = pools.figures(suspects);
            Set<PoolId> unmoved = new HashSet<>(suspects);
            unmoved.removeIf(id -> version(again.before, id) != version(after, id));
            Set<PoolId> differing = again.differing();
            ledger.remain(differing.stream().filter(unmoved::contains).map(again::difference).toList());
            suspects = new HashSet<>(suspects);
            suspects.removeAll(unmoved);
            suspects.retainAll(differing);
        }
        ledger.undecided(suspects.size());
    }

    private static long version(Map<PoolId, PoolFigures> figures, PoolId id) {
        return figures.containsKey(id) ? figures.get(id).version() : 0;
    }

    private void walk(Count count, Ledger ledger) {
        ledger.walked("aid records", 0);
        List<Stored<AidRecord>> page = records.after("", PAGE);
        while (!page.isEmpty()) {
            page.forEach(stored -> count.add(stored.state()));
            ledger.walked("aid records", page.size());
            page = page.size() < PAGE ? List.of() : records.after(page.getLast().id(), PAGE);
        }
    }

    /** The pool is asked first, then the need: one that is live even then has no hold that could be on its way. */
    private List<Difference> reallyUncovered(Held suspect) {
        PoolFigures pool = pools.figures(List.of(suspect.pool())).get(suspect.pool());
        Hold held = pool == null ? null : pool.holds().get(suspect.hold());
        Holds.Reservation live = records.find(suspect.hold().need().value())
                .map(stored -> stored.state().holds().live())
                .orElse(null);
        if (live == null || live.attempt() != suspect.hold().attempt()
                || held != null && held.amount() == live.amount()) {
            return List.of();
        }
        return List.of(held == null
                ? new Difference(DifferenceKind.REFERRAL_WITHOUT_HOLD, suspect.hold().toString(),
                        suspect.pool() + ": " + live.amount() + " units")
                : new Difference(DifferenceKind.HOLD_AMOUNT, suspect.hold().toString(),
                        "%s: held %d, referral %d".formatted(suspect.pool(), held.amount(), live.amount())));
    }

    /** What a walk over the needs finds, beside what the pools said before it. */
    private static final class Count {
        private final Map<PoolId, PoolFigures> before;
        private final @Nullable Set<PoolId> only;
        private final Map<PoolId, Integer> given = new HashMap<>();
        private final List<Held> suspects = new ArrayList<>();

        Count(Map<PoolId, PoolFigures> before, @Nullable Set<PoolId> only) {
            this.before = before;
            this.only = only;
        }

        void add(AidRecord record) {
            Holds.Reservation live = record.holds().live();
            if (live != null && only == null && !isCovered(record, live)) {
                suspects.add(held(record, live));
            }
            for (Holds.Reservation delivered : record.holds().delivered()) {
                PoolId pool = PoolId.parse(delivered.pool());
                if ((only == null || only.contains(pool)) && !isHeld(record, delivered)) {
                    given.merge(pool, delivered.amount(), Integer::sum);
                }
            }
        }

        private boolean isHeld(AidRecord record, Holds.Reservation reservation) {
            Held held = held(record, reservation);
            return before.containsKey(held.pool()) && before.get(held.pool()).holds().containsKey(held.hold());
        }

        private boolean isCovered(AidRecord record, Holds.Reservation live) {
            Held held = held(record, live);
            return isHeld(record, live)
                    && before.get(held.pool()).holds().get(held.hold()).amount() == live.amount();
        }

        private static Held held(AidRecord record, Holds.Reservation reservation) {
            return new Held(PoolId.parse(reservation.pool()), new HoldId(record.need(), reservation.attempt()));
        }

        Set<PoolId> differing() {
            Set<PoolId> differing = new HashSet<>();
            before.values().stream()
                    .filter(pool -> pool.confirmed() != given.getOrDefault(pool.id(), 0))
                    .forEach(pool -> differing.add(pool.id()));
            given.keySet().stream().filter(id -> !before.containsKey(id)).forEach(differing::add);
            return differing;
        }

        Difference difference(PoolId id) {
            return new Difference(DifferenceKind.POOL_GIVEN, id.toString(), "pool says %d, needs say %d".formatted(
                    before.containsKey(id) ? before.get(id).confirmed() : 0, given.getOrDefault(id, 0)));
        }
    }
}
