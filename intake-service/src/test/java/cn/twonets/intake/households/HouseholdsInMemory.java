package cn.twonets.intake.households;

import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.HouseholdState;
import cn.twonets.grid.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The port over memory: says in plain Java what the store is asked. */
final class HouseholdsInMemory implements Households {
    private final InMemoryAggregates<Household, HouseholdEvent, HouseholdState> store;

    HouseholdsInMemory(InMemoryAggregates<Household, HouseholdEvent, HouseholdState> store) {
        this.store = store;
    }

    @Override
    public Optional<Household> find(HouseholdId id, Scope scope) {
        return within(scope).filter(household -> household.id().equals(id)).findFirst();
    }

    @Override
    public Map<HouseholdId, Household> findAll(Collection<HouseholdId> ids, Scope scope) {
        return within(scope).filter(household -> ids.contains(household.id()))
                .collect(Collectors.toMap(Household::id, Function.identity()));
    }

    @Override
    public List<Household> withMark(Collection<String> marks, Scope scope) {
        return within(scope).filter(household -> household.identityMarks().stream().anyMatch(marks::contains)).toList();
    }

    @Override
    public List<Household> list(Scope scope, Filter filter, @Nullable String after, int limit) {
        return within(scope)
                .filter(household -> filter.unit() == null || household.ancestors().contains(filter.unit()))
                .filter(household -> filter.helper() == null || filter.helper().equals(household.helper()))
                .filter(household -> after == null || household.id().value().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    private Stream<Household> within(Scope scope) {
        return store.where(stored -> stored.state().ancestors().stream().anyMatch(scope.units()::contains))
                .stream()
                .map(stored -> stored.state());
    }
}
