package cn.twonets.resource.testing;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Questions about records in memory. */
public final class InMemoryAidRecords implements AidRecords {
    private static final Comparator<AidRecord> SOONEST_DUE = Comparator
            .comparing((AidRecord record) -> Place.of(record).dueAt())
            .thenComparing(AidRecord::need);

    private final InMemoryAggregates<AidRecord, AidEvent, AidState> records;

    public InMemoryAidRecords(InMemoryAggregates<AidRecord, AidEvent, AidState> records) {
        this.records = records;
    }

    private List<AidRecord> where(Predicate<AidRecord> predicate) {
        return records.where(stored -> predicate.test(stored.state())).stream().map(Stored::state).toList();
    }

    @Override
    public List<Due> due(Instant from, Instant until, int limit) {
        return where(record -> record.wakeAt() != null
                && !record.wakeAt().isBefore(from)
                && !record.wakeAt().isAfter(until))
                .stream()
                .map(record -> new Due(record.need(), Objects.requireNonNull(record.wakeAt())))
                .sorted(Comparator.comparing(Due::wakeAt))
                .limit(limit)
                .toList();
    }

    @Override
    public List<NeedId> queuedFor(AidServiceId service, int limit) {
        return where(record -> record.queuedFor().contains(service)).stream()
                .sorted(Comparator.comparing(
                        (AidRecord record) -> Objects.requireNonNull(record.placement().queuedSince())))
                .map(AidRecord::need)
                .limit(limit)
                .toList();
    }

    @Override
    public List<NeedId> unmatched(Set<AidKind> kinds, @Nullable NeedId after, int limit) {
        return where(record -> record.wanted() != null
                && record.wanted().open()
                && record.wanted().kinds().stream().anyMatch(kinds::contains)
                && record.fit().candidates().isEmpty())
                .stream()
                .map(AidRecord::need)
                .filter(need -> after == null || need.compareTo(after) > 0)
                .sorted()
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Stored<AidRecord>> askedOf(ProviderId provider, NeedId need) {
        return records.find(need.value()).filter(stored -> stored.state().providers().contains(provider));
    }

    @Override
    public Optional<Stored<AidRecord>> within(Set<GridCode> units, NeedId need) {
        return records.find(need.value())
                .filter(stored -> stored.state().wanted() != null
                        && stored.state().wanted().ancestors().stream().anyMatch(units::contains));
    }

    @Override
    public List<AidRecord> desk(
            ProviderId provider, @Nullable ReferralStatus status, @Nullable Place after, int limit) {
        return where(record -> provider.equals(record.desk())).stream()
                .filter(record -> status == null
                        || record.referral() != null && record.referral().status() == status)
                .sorted(SOONEST_DUE)
                .filter(record -> after == null || isAfter(Place.of(record), after))
                .limit(limit)
                .toList();
    }

    private static boolean isAfter(Place place, Place after) {
        int byTime = place.dueAt().compareTo(after.dueAt());
        return byTime > 0 || byTime == 0 && place.need().compareTo(after.need()) > 0;
    }
}
