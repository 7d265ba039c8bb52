package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cases in memory; the contract test says that it behaves like the store. */
public final class InMemoryCases implements Cases {
    private static final Comparator<AidCase> LISTED = Comparator.comparing(AidCase::listedAt)
            .thenComparing(one -> one.id().value());
    private static final Comparator<Alarm> RINGING = Comparator.comparing(Alarm::at).thenComparing(Alarm::id);

    private final InMemoryAggregates<AidCase, CaseEvent, CaseState> aggregates;

    public InMemoryCases(InMemoryAggregates<AidCase, CaseEvent, CaseState> aggregates) {
        this.aggregates = aggregates;
    }

    @Override
    public Aggregates<AidCase, CaseEvent> aggregates() {
        return aggregates;
    }

    @Override
    public Optional<Stored<AidCase>> find(NeedId id, Set<GridCode> sees) {
        return aggregates.find(id.value()).filter(found -> found.state().isVisibleTo(sees));
    }

    @Override
    public Set<NeedId> visible(Collection<NeedId> ids, Set<GridCode> sees) {
        return ids.stream().filter(id -> find(id, sees).isPresent()).collect(Collectors.toSet());
    }

    @Override
    public List<AidCase> list(Inbox inbox, Inbox.@Nullable Position after, int limit) {
        return all().filter(one -> fits(one, inbox))
                .sorted(LISTED)
                .filter(one -> after == null || isAfter(one, after))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit) {
        return all().filter(one -> one.wakeAt() != null && !one.wakeAt().isAfter(now))
                .map(one -> new Alarm(one.id().value(), one.wakeAt()))
                .sorted(RINGING)
                .filter(alarm -> after == null || RINGING.compare(alarm, after) > 0)
                .limit(limit)
                .toList();
    }

    private Stream<AidCase> all() {
        return aggregates.where(stored -> true).stream().map(Stored::state);
    }

    private static boolean isAfter(AidCase one, Inbox.Position after) {
        int byTime = one.listedAt().compareTo(after.listedAt());
        return byTime > 0 || byTime == 0 && one.id().compareTo(after.id()) > 0;
    }

    private static boolean fits(AidCase one, Inbox inbox) {
        CaseState shown = one.shown();
        CaseState.Responsible responsible = shown.responsible();
        return one.isVisibleTo(inbox.sees())
                && (inbox.responsible() == null
                        || responsible != null && responsible.post().equals(inbox.responsible()))
                && (inbox.heldUnits() == null
                        || responsible != null && inbox.heldUnits().contains(responsible.unit()))
                && (inbox.unit() == null || one.ancestors().contains(inbox.unit()))
                && (inbox.status() == null ? shown.status() != CaseStatus.CLOSED : shown.status() == inbox.status())
                && (!inbox.escalated() || shown.escalations() > 0)
                && switch (inbox.due()) {
                    case ANY -> true;
                    case SOON -> isPast(one.dueSoonAt(), inbox.now()) && !isPast(shown.dueAt(), inbox.now());
                    case OVERDUE -> isPast(shown.dueAt(), inbox.now());
                };
    }

    private static boolean isPast(@Nullable Instant at, Instant now) {
        return at != null && !at.isAfter(now);
    }
}
