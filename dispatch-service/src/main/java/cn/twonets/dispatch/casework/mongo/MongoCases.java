package cn.twonets.dispatch.casework.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.Cases;
import cn.twonets.dispatch.casework.Inbox;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Cases in MongoDB; every query of people has their scope in it, and an index to go by. */
public final class MongoCases implements Cases {
    private static final String ID = "_id";
    private static final String ANCESTORS = "state.ancestors";
    private static final String POST = "state.shown.responsible.post";
    private static final String UNIT = "state.shown.responsible.unit";
    private static final String STATUS = "state.shown.status";
    private static final String ESCALATIONS = "state.shown.escalations";
    private static final String DUE_AT = "state.shown.dueAt";
    private static final String DUE_SOON_AT = "state.dueSoonAt";
    private static final String OPEN = "state.open";
    private static final String LISTED_AT = "state.listedAt";
    private static final String WAKE_AT = "state.wakeAt";

    static final Bson LISTED = Sorts.ascending(LISTED_AT, ID);
    static final Bson WOKEN = Sorts.ascending(WAKE_AT, ID);

    private final MongoAggregates<AidCase, CaseEvent, CaseState> aggregates;

    public MongoCases(MongoAggregates<AidCase, CaseEvent, CaseState> aggregates) {
        this.aggregates = aggregates;
    }

    /** The indexes that the queries here go by; of equally good ones, the narrower comes first. */
    public static Bson[] indexes() {
        return new Bson[]{
                Indexes.ascending(POST, OPEN, LISTED_AT, ID),
                Indexes.ascending(UNIT, OPEN, LISTED_AT, ID),
                Indexes.ascending(ANCESTORS, OPEN, LISTED_AT, ID),
                Indexes.ascending(WAKE_AT, ID)};
    }

    @Override
    public Aggregates<AidCase, CaseEvent> aggregates() {
        return aggregates;
    }

    @Override
    public Optional<Stored<AidCase>> find(NeedId id, Set<GridCode> sees) {
        return aggregates.query(and(eq(ID, id.value()), within(sees)), Sorts.ascending(ID), 1).stream().findFirst();
    }

    @Override
    public Set<NeedId> visible(Collection<NeedId> ids, Set<GridCode> sees) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Bson filter = and(in(ID, ids.stream().map(NeedId::value).toList()), within(sees));
        return aggregates.states(filter, Sorts.ascending(ID), ids.size())
                .stream()
                .map(AidCase::id)
                .collect(Collectors.toSet());
    }

    @Override
    public List<AidCase> list(Inbox inbox, Inbox.@Nullable Position after, int limit) {
        return aggregates.states(filter(inbox, after), LISTED, limit);
    }

    static Bson filter(Inbox inbox, Inbox.@Nullable Position after) {
        List<Bson> filters = new ArrayList<>();
        filters.add(within(inbox.sees()));
        if (inbox.responsible() != null) {
            filters.add(eq(POST, inbox.responsible().value()));
        }
        if (inbox.heldUnits() != null) {
            filters.add(in(UNIT, codes(inbox.heldUnits())));
        }
        if (inbox.unit() != null) {
            filters.add(eq(ANCESTORS, inbox.unit().value()));
        }
        filters.add(eq(OPEN, inbox.status() != CaseStatus.CLOSED));
        if (inbox.status() != null) {
            filters.add(eq(STATUS, inbox.status().name()));
        }
        if (inbox.escalated()) {
            filters.add(gt(ESCALATIONS, 0));
        }
        switch (inbox.due()) {
            case ANY -> {
            }
            case SOON -> filters.add(and(lte(DUE_SOON_AT, inbox.now()), gt(DUE_AT, inbox.now())));
            case OVERDUE -> filters.add(lte(DUE_AT, inbox.now()));
        }
        if (after != null) {
            filters.add(after(LISTED_AT, after.listedAt(), after.id().value()));
        }
        return and(filters);
    }

    @Override
    public List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit) {
        return aggregates.states(ringing(now, after), WOKEN, limit)
                .stream()
                .map(one -> new Alarm(one.id().value(), one.wakeAt()))
                .toList();
    }

    static Bson ringing(Instant now, @Nullable Alarm after) {
        if (after == null) {
            return lte(WAKE_AT, now);
        }
        // Both ends in one condition: the embedded store begins and ends its walk of the index only by one.
        return and(new Document(WAKE_AT, new Document("$gte", after.at()).append("$lte", now)),
                or(gt(WAKE_AT, after.at()), gt(ID, after.id())));
    }

    private static Bson within(Set<GridCode> sees) {
        return in(ANCESTORS, codes(sees));
    }

    /** The first condition says no more than the others, but an index can begin there. */
    private static Bson after(String field, Instant at, String id) {
        return and(gte(field, at), or(gt(field, at), gt(ID, id)));
    }

    private static List<String> codes(Set<GridCode> units) {
        return units.stream().map(GridCode::value).toList();
    }
}
