package cn.twonets.intake.needs.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.grid.Scope;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.Needs;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Needs in MongoDB. */
public final class StoredNeeds implements Needs {
    /** Where and how needs are kept. */
    public static final AggregateKind<Need, NeedEvent, NeedState> KIND = new AggregateKind<>(
            "needs",
            Need.class,
            EventFamily.NEED,
            Need::publicState);

    private static final String ID = "_id";
    private static final String ANCESTORS = "state.ancestors";
    private static final String LIST_KEY = "state.listKey";
    private static final String HOUSEHOLD = "state.household";
    private static final String STATUS = "state.status";

    private final MongoAggregates<Need, NeedEvent, NeedState> store;

    public StoredNeeds(MongoAggregates<Need, NeedEvent, NeedState> store) {
        this.store = store;
    }

    /** The indexes that the questions below need. */
    public static Bson[] indexes() {
        return new Bson[]{Indexes.compoundIndex(Indexes.ascending(ANCESTORS), Indexes.descending(LIST_KEY)),
                Indexes.compoundIndex(Indexes.ascending(ANCESTORS, STATUS), Indexes.descending(LIST_KEY)),
                Indexes.compoundIndex(Indexes.ascending(HOUSEHOLD), Indexes.descending(LIST_KEY))};
    }

    @Override
    public Optional<Need> find(NeedId id, Scope scope) {
        return store.states(Filters.and(Filters.eq(ID, id.value()), within(scope)), Sorts.ascending(ID), 1)
                .stream()
                .findFirst();
    }

    @Override
    public List<Need> list(Scope scope, Filter filter, @Nullable String before, int limit) {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(within(scope));
        if (filter.status() != null) {
            conditions.add(Filters.eq(STATUS, filter.status().name()));
        }
        if (filter.category() != null) {
            conditions.add(Filters.eq("state.category", filter.category().value()));
        }
        if (filter.urgency() != null) {
            conditions.add(Filters.eq("state.urgency", filter.urgency().name()));
        }
        if (filter.unit() != null) {
            conditions.add(Filters.eq(ANCESTORS, filter.unit().value()));
        }
        if (filter.household() != null) {
            conditions.add(Filters.eq(HOUSEHOLD, filter.household().value()));
        }
        if (before != null) {
            conditions.add(Filters.lt(LIST_KEY, before));
        }
        return store.states(Filters.and(conditions), Sorts.descending(LIST_KEY), limit);
    }

    @Override
    public List<Need> of(HouseholdId household, @Nullable String before, int limit) {
        Bson all = Filters.eq(HOUSEHOLD, household.value());
        return store.states(before == null ? all : Filters.and(all, Filters.lt(LIST_KEY, before)),
                Sorts.descending(LIST_KEY), limit);
    }

    /** The caller's units, against all units above the household: an empty scope matches nothing. */
    private static Bson within(Scope scope) {
        return Filters.in(ANCESTORS, scope.units().stream().map(GridCode::value).toList());
    }
}
