package cn.twonets.resource.referrals;

import cn.twonets.delivery.Stored;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked about many records, or within a caller's scope. */
public interface AidRecords {
    /** Needs to look at from {@code from} to {@code until}, the longest waiting first. */
    List<Due> due(Instant from, Instant until, int limit);

    /** A need and when it should be looked at. */
    record Due(NeedId need, Instant wakeAt) {}

    /** Needs that queue for the service, in the order of queueing. */
    List<NeedId> queuedFor(AidServiceId service, int limit);

    /** Open needs that ask for one of the kinds and for which nothing was found, after the given one, ordered by id. */
    List<NeedId> unmatched(Set<AidKind> kinds, @Nullable NeedId after, int limit);

    /** The record, if the provider was ever asked; the scope is part of the query. */
    Optional<Stored<AidRecord>> askedOf(ProviderId provider, NeedId need);

    /** Those of the records of which the provider was ever asked; the scope is part of the query. */
    default Map<NeedId, Stored<AidRecord>> askedOf(ProviderId provider, Collection<NeedId> needs) {
        Map<NeedId, Stored<AidRecord>> found = new LinkedHashMap<>();
        needs.forEach(need -> askedOf(provider, need).ifPresent(record -> found.put(need, record)));
        return found;
    }

    /** The record, if the household's unit lies in or under one of the units; the scope is part of the query. */
    Optional<Stored<AidRecord>> within(Set<GridCode> units, NeedId need);

    /**
     * What lies on a provider's desk, soonest due first.
     *
     * @param status only this status; null for all
     * @param after the last one of the page before; null for the first page
     */
    List<AidRecord> desk(ProviderId provider, @Nullable ReferralStatus status, @Nullable Place after, int limit);

    /** A place in the order of a desk. */
    record Place(Instant dueAt, NeedId need) {
        /**
         * Where a record lies.
         *
         * @throws IllegalStateException if it lies on no desk
         */
        public static Place of(AidRecord record) {
            AidState.Referral referral = record.referral();
            if (record.desk() == null || referral == null || referral.answerDueAt() == null) {
                throw new IllegalStateException(record.need() + " lies on no desk");
            }
            return new Place(referral.answerDueAt(), record.need());
        }
    }
}
