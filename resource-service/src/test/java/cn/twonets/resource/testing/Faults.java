package cn.twonets.resource.testing;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.resource.referrals.AidRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Stops a process before or after any of its writes, and lets others in between its reads and writes. Everything follows
 * from the random numbers, so that a seed repeats it.
 */
public final class Faults {
    private final Random random;
    private final double stops;
    private final double interleaves;
    private final Runnable others;
    private boolean inside;

    /** The process is gone. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param stops how likely a write stops the process, before or after it
     * @param interleaves how likely somebody else acts between a read and a write
     */
    public Faults(Random random, double stops, double interleaves, Runnable others) {
        this.random = random;
        this.stops = stops;
        this.interleaves = interleaves;
        this.others = others;
    }

    private <T> T around(Supplier<T> write) {
        if (!inside && random.nextDouble() < interleaves) {
            inside = true;
            try {
                others.run();
            } finally {
                inside = false;
            }
        }
        if (random.nextDouble() < stops) {
            throw new Stopped();
        }
        T result = write.get();
        if (random.nextDouble() < stops) {
            throw new Stopped();
        }
        return result;
    }

    /** Pools that may stop the process. */
    public Pools on(Pools pools) {
        return new Pools() {
            @Override
            public Map<PoolId, Pool> findAll(Collection<PoolId> ids) {
                return pools.findAll(ids);
            }

            @Override
            public Set<PoolId> write(Collection<Pool> changed) {
                return around(() -> pools.write(changed));
            }

            @Override
            public List<Pool> withHoldsBefore(Instant since, String afterId, int limit) {
                return pools.withHoldsBefore(since, afterId, limit);
            }
        };
    }

    /** Records that may stop the process. */
    public Aggregates<AidRecord, AidEvent> on(Aggregates<AidRecord, AidEvent> records) {
        return new Aggregates<>() {
            @Override
            public Map<String, Stored<AidRecord>> findAll(Collection<String> ids) {
                return records.findAll(ids);
            }

            @Override
            public <R> Map<String, Changed<AidRecord, R>> change(
                    Map<String, Change<AidRecord, AidEvent, R>> changes, Publish publish) {
                return around(() -> records.change(changes, publish));
            }

            @Override
            public Set<String> write(List<Pending<AidRecord, AidEvent>> pending) {
                return around(() -> records.write(pending));
            }

            @Override
            public void publish(Collection<String> ids) {
                records.publish(ids);
            }

            @Override
            public List<Stored.HistoryEntry> history(String id) {
                return records.history(id);
            }
        };
    }
}
