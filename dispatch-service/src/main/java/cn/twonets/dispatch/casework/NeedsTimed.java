package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Subscription;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.reconciliation.CaughtUp;
import cn.twonets.reconciliation.Check;
import cn.twonets.reconciliation.Difference;
import cn.twonets.reconciliation.DifferenceKind;
import cn.twonets.reconciliation.Ledger;
import cn.twonets.reconciliation.Report.AcceptedNeeds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that no accepted need is forgotten: walks all needs of their owner, and each must have a case that is closed, or
 * open with a time at which the clock looks at it again, not longer past than the sweep may be late. An open case without
 * such a time is looked at, which derives it anew; overdue ones are swept. Keeps in memory what is wrong at first sight, at
 * most two pages of it.
 */
public final class NeedsTimed implements Check {
    /** So late an escalation may be. */
    static final Duration TOLERANCE = Duration.ofSeconds(60);
    private static final int LOOKS = 3;

    private final OwnerStates<NeedEvent, NeedState> needs;
    private final Subscription<NeedEvent, NeedState> subscription;
    private final Aggregates<AidCase, CaseEvent> cases;
    private final CaseDesk desk;
    private final OverdueSweep sweep;
    private final CaughtUp caughtUp;
    private final Clock clock;

    public NeedsTimed(
            OwnerStates<NeedEvent, NeedState> needs,
            Subscription<NeedEvent, NeedState> subscription,
            Aggregates<AidCase, CaseEvent> cases,
            CaseDesk desk,
            OverdueSweep sweep,
            CaughtUp caughtUp,
            Clock clock) {
        this.needs = needs;
        this.subscription = subscription;
        this.cases = cases;
        this.desk = desk;
        this.sweep = sweep;
        this.caughtUp = caughtUp;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "accepted needs terminal or timed";
    }

    /** How one need stands; null in place of a reason means that nothing is wrong. */
    private record Stand(boolean terminal, @Nullable String wrong) {}

    @Override
    public void run(Ledger ledger) {
        long total = 0;
        long terminal = 0;
        long neither = 0;
        long undecided = 0;
        Map<String, Stand> pending = new LinkedHashMap<>();
        String after = null;
        do {
            OwnerStates.Page<NeedEvent, NeedState> page = needs.walk(after, OwnerStates.MOST);
            List<String> ids = page.states().stream().map(event -> event.state().aggregate()).toList();
            Map<String, Stand> stands = stands(ids);
            ledger.walked("accepted needs", ids.size());
            undecided += page.unreadable().size();
            total += ids.size() + page.unreadable().size();
            terminal += stands.values().stream().filter(Stand::terminal).count();
            pending.putAll(wrong(stands));
            after = page.next();
            if (pending.size() >= OwnerStates.MOST || after == null) {
                Settled settled = settle(pending, ledger);
                terminal += settled.terminal();
                neither += settled.neither();
                undecided += settled.undecided();
                pending.clear();
            }
        } while (after != null);
        ledger.undecided(undecided);
        ledger.accepted(new AcceptedNeeds(total, terminal, total - terminal - neither - undecided, neither, undecided));
    }

    /** Of those that were wrong at first sight: how many ended meanwhile, are wrong still, and cannot be judged. */
    private record Settled(long terminal, long neither, long undecided) {}

    private Settled settle(Map<String, Stand> pending, Ledger ledger) {
        Set<String> asked = Set.copyOf(pending.keySet());
        Map<String, Stand> wrong = pending;
        boolean decided = true;
        // What is wrong while an event is on its way is right once dispatch has read its topic to the end.
        for (int look = 1; look <= LOOKS && !wrong.isEmpty(); look++) {
            caughtUp.moment(look);
            decided = caughtUp.await(subscription);
            wrong = wrong(stands(wrong.keySet()));
        }
        long terminal = stands(asked).values().stream().filter(Stand::terminal).count();
        if (!decided) {
            return new Settled(terminal, 0, wrong.size());
        }
        List<Difference> found = differences(wrong);
        if (!wrong.isEmpty() && ledger.heals()) {
            desk.rewind(wrong.keySet());
            sweep.sweep();
            wrong = wrong(stands(wrong.keySet()));
        }
        Set<String> left = wrong.keySet();
        ledger.settle(found, found.stream().filter(one -> left.contains(one.subject())).toList());
        return new Settled(terminal, left.size(), 0);
    }

    private Map<String, Stand> stands(Iterable<String> ids) {
        List<String> wanted = new ArrayList<>();
        ids.forEach(wanted::add);
        Map<String, Stored<AidCase>> known = cases.findAll(wanted);
        Instant now = clock.instant();
        Map<String, Stand> stands = new LinkedHashMap<>();
        wanted.forEach(id -> stands.put(id, stand(known.get(id), now)));
        return stands;
    }

    private static Stand stand(@Nullable Stored<AidCase> stored, Instant now) {
        if (stored == null) {
            return new Stand(false, "no case");
        }
        AidCase one = stored.state();
        if (!one.open()) {
            return new Stand(true, null);
        }
        if (one.wakeAt() == null) {
            return new Stand(false, one.status() + " without any time");
        }
        boolean late = one.wakeAt().plus(TOLERANCE).isBefore(now);
        return new Stand(false, late ? one.status() + " not looked at since " + one.wakeAt() : null);
    }

    private static Map<String, Stand> wrong(Map<String, Stand> stands) {
        Map<String, Stand> wrong = new LinkedHashMap<>();
        stands.forEach((id, stand) -> {
            if (stand.wrong() != null) {
                wrong.put(id, stand);
            }
        });
        return wrong;
    }

    private static List<Difference> differences(Map<String, Stand> wrong) {
        return wrong.entrySet().stream()
                .map(one -> new Difference(DifferenceKind.NEED_UNTIMED, one.getKey(),
                        String.valueOf(one.getValue().wrong())))
                .toList();
    }
}
