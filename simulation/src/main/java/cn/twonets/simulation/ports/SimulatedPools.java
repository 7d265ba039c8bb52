package cn.twonets.simulation.ports;

import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.simulation.story.Fault;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** One instance's way to the pools that all share. */
public final class SimulatedPools implements Pools {
    private final Shelf shelf;
    private final Line line;

    /** The pools themselves. */
    public static final class Shelf {
        private final Map<PoolId, Pool> stored = new TreeMap<>();
        private final BiConsumer<Pool, Pool> watcher;

        /** @param watcher is told what a pool was (as opened, for a new one) and what it is now */
        public Shelf(BiConsumer<Pool, Pool> watcher) {
            this.watcher = watcher;
        }

        /** All, by id. */
        public List<Pool> all() {
            return List.copyOf(stored.values());
        }

        private boolean write(Pool pool) {
            Pool before = stored.get(pool.id());
            if ((before == null ? 0 : before.version()) != pool.version()) {
                return false;
            }
            put(pool);
            return true;
        }

        /** Puts a pool there, whatever was there before. */
        public void put(Pool pool) {
            Pool before = stored.get(pool.id());
            Pool after = pool.atVersion((before == null ? 0 : before.version()) + 1);
            stored.put(pool.id(), after);
            watcher.accept(before == null ? Pool.opened(pool.id(), pool.capacity()) : before, after);
        }
    }

    public SimulatedPools(Shelf shelf, Line line) {
        this.shelf = shelf;
        this.line = line;
    }

    @Override
    public Map<PoolId, Pool> findAll(Collection<PoolId> ids) {
        Map<PoolId, Pool> found = new TreeMap<>(shelf.stored);
        found.keySet().retainAll(Set.copyOf(ids));
        line.pass(Line.At.POOL_READ);
        return found;
    }

    @Override
    public Set<PoolId> write(Collection<Pool> changed) {
        if (changed.isEmpty()) {
            return Set.of();
        }
        Fault.What wrong = line.pass(Line.At.POOL_WRITE);
        List<Pool> order = changed.stream().sorted(Comparator.comparing(Pool::id)).toList();
        int done = wrong == Fault.What.STORE_UNKNOWN ? line.cut(order.size()) : order.size();
        Set<PoolId> lost = new HashSet<>();
        for (Pool pool : order.subList(0, done)) {
            if (!shelf.write(pool)) {
                lost.add(pool.id());
            }
        }
        if (wrong == Fault.What.STORE_UNKNOWN) {
            throw new Unavailable("the store's answer was lost");
        }
        line.pass(Line.At.POOL_WRITTEN);
        return lost;
    }

    @Override
    public List<Pool> withHoldsBefore(Instant since, String afterId, int limit) {
        line.pass(Line.At.POOL_READ);
        return shelf.all().stream()
                .filter(pool -> pool.id().toString().compareTo(afterId) > 0)
                .filter(pool -> pool.oldestHold().filter(oldest -> oldest.isBefore(since)).isPresent())
                .limit(limit)
                .toList();
    }
}
