package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.EventHandler;
import cn.twonets.delivery.Publish;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.Event;
import cn.twonets.events.NeedId;
import cn.twonets.resource.catalogue.CapacityStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears that an aid service was published or has capacity again, and marks open needs for which nothing was found and that
 * ask for its kinds: the due sweep matches them again. Calls nobody, so that a batch costs no more than its writes.
 */
public final class Reconsideration implements EventHandler<AidServiceEvent, AidServiceState> {
    private static final int PAGE = 500;

    private final AidRecords queries;
    private final Aggregates<AidRecord, AidEvent> records;
    private final Clock clock;

    public Reconsideration(AidRecords queries, Aggregates<AidRecord, AidEvent> records, Clock clock) {
        this.queries = queries;
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void handle(List<Event<AidServiceEvent, AidServiceState>> newest) {
        Set<AidKind> kinds = EnumSet.noneOf(AidKind.class);
        newest.stream()
                .map(Event::state)
                .filter(state -> state.capacityStatus().equals(CapacityStatus.CAPACITY.code()))
                .forEach(state -> kinds.addAll(state.kinds()));
        if (!kinds.isEmpty()) {
            mark(kinds, new Cause(newest.getFirst().correlationId(), newest.getFirst().traceparent()));
        }
    }

    private void mark(Set<AidKind> kinds, Cause cause) {
        Instant now = clock.instant();
        NeedId after = null;
        while (true) {
            List<NeedId> page = queries.unmatched(kinds, after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            Map<String, Change<AidRecord, AidEvent, Boolean>> changes = new LinkedHashMap<>();
            page.forEach(need -> changes.put(need.value(), Change.of(cause, current -> marked(current, now))));
            records.change(changes, Publish.SOON);
            after = page.getLast();
        }
    }

    private static Decision<AidRecord, AidEvent, Boolean> marked(@Nullable AidRecord current, Instant now) {
        if (current == null
                || current.wanted() == null
                || !current.wanted().open()
                || !current.fit().candidates().isEmpty()
                || ReferralRules.isToBeMatched(current)) {
            return Decision.unchanged(false);
        }
        return Decision.silently(current.with(current.fit().outdated()).wakingAt(now), true);
    }
}
