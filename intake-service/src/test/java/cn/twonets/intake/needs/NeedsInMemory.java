package cn.twonets.intake.needs;

import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.grid.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The port over memory: says in plain Java what the store is asked. */
public final class NeedsInMemory implements Needs {
    private final InMemoryAggregates<Need, NeedEvent, NeedState> store;

    public NeedsInMemory(InMemoryAggregates<Need, NeedEvent, NeedState> store) {
        this.store = store;
    }

    @Override
    public Optional<Need> find(NeedId id, Scope scope) {
        return within(scope).filter(need -> need.id().equals(id)).findFirst();
    }

    @Override
    public List<Need> list(Scope scope, Filter filter, @Nullable String before, int limit) {
        return within(scope)
                .filter(need -> filter.status() == null || need.status() == filter.status())
                .filter(need -> filter.category() == null || need.category().equals(filter.category()))
                .filter(need -> filter.urgency() == null || need.urgency() == filter.urgency())
                .filter(need -> filter.unit() == null || need.ancestors().contains(filter.unit()))
                .filter(need -> filter.household() == null || need.household().equals(filter.household()))
                .filter(need -> before == null || need.listKey().compareTo(before) < 0)
                .sorted(Comparator.comparing((Need need) -> need.listKey()).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Need> of(HouseholdId household, @Nullable String before, int limit) {
        return store.where(stored -> stored.state().household().equals(household))
                .stream()
                .map(stored -> stored.state())
                .filter(need -> before == null || need.listKey().compareTo(before) < 0)
                .sorted(Comparator.comparing((Need need) -> need.listKey()).reversed())
                .limit(limit)
                .toList();
    }

    private Stream<Need> within(Scope scope) {
        return store.where(stored -> stored.state().ancestors().stream().anyMatch(scope.units()::contains))
                .stream()
                .map(stored -> stored.state());
    }
}
