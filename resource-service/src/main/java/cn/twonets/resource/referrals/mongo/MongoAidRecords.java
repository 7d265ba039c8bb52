package cn.twonets.resource.referrals.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Questions about records, answered by indexes over their state. */
public final class MongoAidRecords implements AidRecords {
    /** Where records are kept and what of them is published. */
    public static final AggregateKind<AidRecord, AidEvent, AidState> KIND = new AggregateKind<>("aid", AidRecord.class,
            EventFamily.AID, AidRecord::published);
    private static final String WAKE_AT = "state.wakeAt";
    private static final String QUEUED_FOR = "state.queuedFor";
    private static final String QUEUED_SINCE = "state.placement.queuedSince";
    private static final String DESK = "state.desk";
    private static final String DUE_AT = "state.referral.answerDueAt";
    private static final String OPEN = "state.wanted.open";
    private static final String KINDS = "state.wanted.kinds";
    private static final String PROVIDERS = "state.providers";
    private static final String ID = "_id";

    private final MongoAggregates<AidRecord, AidEvent, AidState> records;

    public MongoAidRecords(MongoAggregates<AidRecord, AidEvent, AidState> records) {
        this.records = records;
    }

    /** The indexes that these questions need. */
    public static Bson[] indexes() {
        return new Bson[]{Indexes.ascending(WAKE_AT), Indexes.ascending(QUEUED_FOR, QUEUED_SINCE),
                Indexes.ascending(DESK, DUE_AT, ID), Indexes.ascending(OPEN, KINDS)};
    }

    @Override
    public List<Due> due(Instant from, Instant until, int limit) {
        return records.states(
                Filters.and(Filters.gte(WAKE_AT, from), Filters.lte(WAKE_AT, until)), Sorts.ascending(WAKE_AT), limit)
                .stream()
                .map(record -> new Due(record.need(), record.wakeAt()))
                .toList();
    }

    @Override
    public List<NeedId> queuedFor(AidServiceId service, int limit) {
        return records.states(Filters.eq(QUEUED_FOR, service.value()), Sorts.ascending(QUEUED_SINCE), limit)
                .stream()
                .map(AidRecord::need)
                .toList();
    }

    @Override
    public List<NeedId> unmatched(Set<AidKind> kinds, @Nullable NeedId after, int limit) {
        return records.states(
                Filters.and(
                        Filters.eq(OPEN, true),
                        Filters.in(KINDS, kinds.stream().map(Enum::name).toList()),
                        Filters.size("state.fit.candidates", 0),
                        Filters.gt(ID, after == null ? "" : after.value())),
                Sorts.ascending(ID),
                limit)
                .stream()
                .map(AidRecord::need)
                .toList();
    }

    @Override
    public Optional<Stored<AidRecord>> askedOf(ProviderId provider, NeedId need) {
        return one(need, Filters.eq(PROVIDERS, provider.value()));
    }

    @Override
    public Map<NeedId, Stored<AidRecord>> askedOf(ProviderId provider, Collection<NeedId> needs) {
        Map<NeedId, Stored<AidRecord>> found = new LinkedHashMap<>();
        records.query(
                Filters.and(
                        Filters.in(ID, needs.stream().map(NeedId::value).toList()),
                        Filters.eq(PROVIDERS, provider.value())),
                Sorts.ascending(ID),
                needs.size()).forEach(record -> found.put(record.state().need(), record));
        return found;
    }

    @Override
    public Optional<Stored<AidRecord>> within(Set<GridCode> units, NeedId need) {
        return one(need, Filters.in("state.wanted.ancestors", units.stream().map(GridCode::value).toList()));
    }

    private Optional<Stored<AidRecord>> one(NeedId need, Bson scope) {
        return records.query(Filters.and(Filters.eq(ID, need.value()), scope), Sorts.ascending(ID), 1)
                .stream()
                .findFirst();
    }

    @Override
    public List<AidRecord> desk(
            ProviderId provider, @Nullable ReferralStatus status, @Nullable Place after, int limit) {
        List<Bson> filters = new ArrayList<>();
        filters.add(Filters.eq(DESK, provider.value()));
        if (status != null) {
            filters.add(Filters.eq("state.referral.status", status.name()));
        }
        if (after != null) {
            filters.add(Filters.gte(DUE_AT, after.dueAt()));
            filters.add(Filters.or(Filters.gt(DUE_AT, after.dueAt()), Filters.gt(ID, after.need().value())));
        }
        return records.states(Filters.and(filters), Sorts.ascending(DUE_AT, ID), limit);
    }
}
