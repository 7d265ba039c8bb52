package cn.twonets.reconciliation;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.outbox.OutboxAggregates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Documents that have been marked unpublished for longer than the sweep can need; the sweep heals them. */
public final class UnpublishedCheck implements Check {
    private static final int PAGE = 200;

    private final OutboxAggregates<?, ?, ?> aggregates;
    private final Clock clock;
    private final Duration tooLong;

    /** @param tooLong several times the age from which the sweep sends */
    public UnpublishedCheck(OutboxAggregates<?, ?, ?> aggregates, Clock clock, Duration tooLong) {
        this.aggregates = aggregates;
        this.clock = clock;
        this.tooLong = tooLong;
    }

    @Override
    public String name() {
        return aggregates.kind().collection() + " unpublished";
    }

    @Override
    public void run(Ledger ledger) {
        Instant before = clock.instant().minus(tooLong);
        List<Difference> found = found(before);
        if (found.isEmpty()) {
            return;
        }
        if (ledger.heals()) {
            aggregates.sweep(tooLong);
        }
        // Of those found, what is marked still: younger ones are somebody's work in hand.
        ledger.settle(found, found.stream().filter(one -> isMarked(one.subject(), before)).toList());
    }

    private boolean isMarked(String id, Instant before) {
        return aggregates.find(id)
                .map(Stored::unpublished)
                .map(mark -> mark.since().isBefore(before))
                .orElse(false);
    }

    private List<Difference> found(Instant before) {
        List<Difference> found = new ArrayList<>();
        Map<String, Instant> page = aggregates.unpublished(before, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach((id, since) -> found.add(new Difference(DifferenceKind.UNPUBLISHED, id,
                    aggregates.kind().collection() + ": since " + since)));
            page = page.size() < PAGE ? Map.of() : aggregates.unpublished(before, found.size(), PAGE);
        }
        return found;
    }
}
