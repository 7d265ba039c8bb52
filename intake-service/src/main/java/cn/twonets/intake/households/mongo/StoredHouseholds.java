package cn.twonets.intake.households.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.HouseholdState;
import cn.twonets.grid.Scope;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.Households;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The register in MongoDB. */
public final class StoredHouseholds implements Households {
    /** Where and how households are kept. */
    public static final AggregateKind<Household, HouseholdEvent, HouseholdState> KIND = new AggregateKind<>(
            "households",
            Household.class,
            EventFamily.HOUSEHOLD,
            Household::publicState);

    private static final String ID = "_id";
    private static final String ANCESTORS = "state.ancestors";
    private static final String MARKS = "state.identityMarks";
    private static final int MOST_WITH_MARK = 100;

    private final MongoAggregates<Household, HouseholdEvent, HouseholdState> store;

    public StoredHouseholds(MongoAggregates<Household, HouseholdEvent, HouseholdState> store) {
        this.store = store;
    }

    /** The indexes that the questions below need. */
    public static Bson[] indexes() {
        return new Bson[]{Indexes.ascending(ANCESTORS, ID), Indexes.ascending(MARKS)};
    }

    @Override
    public Optional<Household> find(HouseholdId id, Scope scope) {
        return store.states(Filters.and(Filters.eq(ID, id.value()), within(scope)), Sorts.ascending(ID), 1)
                .stream()
                .findFirst();
    }

    @Override
    public Map<HouseholdId, Household> findAll(Collection<HouseholdId> ids, Scope scope) {
        Map<HouseholdId, Household> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            Bson named = Filters.in(ID, ids.stream().map(HouseholdId::value).toList());
            store.states(Filters.and(named, within(scope)), Sorts.ascending(ID), ids.size())
                    .forEach(household -> found.put(household.id(), household));
        }
        return found;
    }

    @Override
    public List<Household> withMark(Collection<String> marks, Scope scope) {
        return store.states(Filters.and(Filters.in(MARKS, marks), within(scope)), Sorts.ascending(ID), MOST_WITH_MARK);
    }

    @Override
    public List<Household> list(Scope scope, Filter filter, @Nullable String after, int limit) {
        List<Bson> conditions = new ArrayList<>();
        conditions.add(within(scope));
        if (filter.unit() != null) {
            conditions.add(Filters.eq(ANCESTORS, filter.unit().value()));
        }
        if (filter.helper() != null) {
            conditions.add(Filters.eq("state.helper", filter.helper().value()));
        }
        if (after != null) {
            conditions.add(Filters.gt(ID, after));
        }
        return store.states(Filters.and(conditions), Sorts.ascending(ID), limit);
    }

    /** The caller's units, against all units above the household: an empty scope matches nothing. */
    private static Bson within(Scope scope) {
        return Filters.in(ANCESTORS, scope.units().stream().map(GridCode::value).toList());
    }
}
