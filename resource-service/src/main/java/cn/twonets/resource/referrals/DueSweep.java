package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.events.NeedId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks again at needs whose time has come: offers not answered, queues that end, facts that could not be had, a next
 * candidate that was not asked before a crash. Needs no claims: two instances only repeat each other.
 */
public final class DueSweep {
    private static final int PAGE = 200;

    private final AidRecords queries;
    private final Advancement advancement;
    private final Queue queue;
    private final Aggregates<AidRecord, AidEvent> records;
    private final Clock clock;

    public DueSweep(
            AidRecords queries,
            Advancement advancement,
            Queue queue,
            Aggregates<AidRecord, AidEvent> records,
            Clock clock) {
        this.queries = queries;
        this.advancement = advancement;
        this.queue = queue;
        this.records = records;
        this.clock = clock;
    }

    /** Sweeps until nothing new is due; returns how many needs were looked at. */
    public int run() {
        Set<NeedId> seen = new HashSet<>();
        Instant until = clock.instant();
        Instant from = Instant.EPOCH;
        while (true) {
            List<AidRecords.Due> page = queries.due(from, until, PAGE);
            List<NeedId> fresh = page.stream().map(AidRecords.Due::need).filter(seen::add).toList();
            if (!fresh.isEmpty()) {
                lookAt(fresh);
            } else if (page.size() < PAGE || page.getLast().wakeAt().equals(from)) {
                return seen.size();
            } else {
                from = page.getLast().wakeAt();
            }
        }
    }

    private void lookAt(List<NeedId> due) {
        Map<NeedId, Optional<Wanted>> again = new LinkedHashMap<>();
        due.forEach(need -> again.put(need, Optional.empty()));
        Advancement.Outcome outcome = advancement.advance(again);
        records.publish(outcome.touched());
        records.publish(queue.capacityCameBack(outcome.returned()));
    }
}
