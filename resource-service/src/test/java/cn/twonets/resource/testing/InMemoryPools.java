package cn.twonets.resource.testing;

import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolFigures;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Pools in memory. */
public final class InMemoryPools implements Pools, PoolFigures.Source {
    private final Map<PoolId, Pool> stored = new TreeMap<>();

    @Override
    public synchronized Map<PoolId, Pool> findAll(Collection<PoolId> ids) {
        Map<PoolId, Pool> found = new TreeMap<>(stored);
        found.keySet().retainAll(Set.copyOf(ids));
        return found;
    }

    @Override
    public synchronized Set<PoolId> write(Collection<Pool> changed) {
        Set<PoolId> lost = new HashSet<>();
        for (Pool pool : changed) {
            Pool before = stored.get(pool.id());
            if ((before == null ? 0 : before.version()) == pool.version()) {
                stored.put(pool.id(), pool.atVersion(pool.version() + 1));
            } else {
                lost.add(pool.id());
            }
        }
        return lost;
    }

    @Override
    public synchronized List<Pool> withHoldsBefore(Instant since, String afterId, int limit) {
        return stored.values().stream()
                .filter(pool -> pool.id().toString().compareTo(afterId) > 0)
                .filter(pool -> pool.oldestHold().filter(oldest -> oldest.isBefore(since)).isPresent())
                .limit(limit)
                .toList();
    }

    /** Everything, by id. */
    public synchronized List<Pool> all() {
        return List.copyOf(stored.values());
    }

    @Override
    public Map<PoolId, PoolFigures> figures(Collection<PoolId> ids) {
        return findAll(ids).values().stream().collect(Collectors.toMap(Pool::id, InMemoryPools::figures));
    }

    @Override
    public synchronized List<PoolFigures> figuresAfter(String afterId, int limit) {
        return all().stream()
                .filter(pool -> pool.id().toString().compareTo(afterId) > 0)
                .sorted(Comparator.comparing(Pool::id))
                .limit(limit)
                .map(InMemoryPools::figures)
                .toList();
    }

    private static PoolFigures figures(Pool pool) {
        return new PoolFigures(pool.id(), pool.version(), pool.target(), pool.available(), pool.confirmed(),
                pool.holds());
    }
}
