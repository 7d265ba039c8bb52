package cn.twonets.simulation;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.outbox.Write;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.simulation.ports.Documents;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The code of the mistakes: woven into methods of the product, so it and what it calls must be public. */
public final class MistakenCode {
    /** How often any of it was run. */
    public static final AtomicLong reached = new AtomicLong();

    private static final ThreadLocal<Deque<Reading>> READING = ThreadLocal.withInitial(ArrayDeque::new);

    /** What one call of {@code advance} reads. */
    private static final class Reading {
        private final Aggregates<?, ?> records;
        private final List<String> needs;
        private @Nullable Map<String, ? extends Stored<?>> read;

        Reading(Aggregates<?, ?> records, List<String> needs) {
            this.records = records;
            this.needs = needs;
        }
    }

    private MistakenCode() {
    }

    /** Of {@code Preparation.of}. */
    public static final class PublishesFirst {
        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("publication") Object publication, @Advice.Return Object write) {
            publish(publication, write);
        }
    }

    /** Sends what is not stored yet. */
    public static void publish(Object publication, Object write) {
        Stored<?> after = ((Write<?>) write).after();
        if (after.unpublished() == null) {
            return;
        }
        reached.incrementAndGet();
        try {
            Method publish = publication.getClass().getDeclaredMethod("publish", String.class, List.class);
            publish.setAccessible(true);
            publish.invoke(publication, after.id(), after.unpublished().events());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of {@code OutboxAggregates.arrives}. */
    public static final class SaysItArrived {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean arrives) {
            reached.incrementAndGet();
            arrives = true;
        }
    }

    /** Of {@code clear}. */
    public static final class ClearsWhateverIsThere {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("documents") Object documents,
                @Advice.Argument(value = 0, readOnly = false) Map<String, EventOrder> acknowledged) {
            acknowledged = asTheyAre(documents, acknowledged);
        }
    }

    /** The same documents, with the order that they have now. */
    public static Map<String, EventOrder> asTheyAre(Object documents, Map<String, EventOrder> acknowledged) {
        reached.incrementAndGet();
        Map<String, EventOrder> now = new HashMap<>();
        for (String id : acknowledged.keySet()) {
            ((Documents<?>) documents).find(id).ifPresent(one -> now.put(id, one.order()));
        }
        return now;
    }

    /** In place of {@link EventOrder#isAfter}. */
    public static boolean isNews(EventOrder one, EventOrder other) {
        reached.incrementAndGet();
        return true;
    }

    /** Of {@code store}. */
    public static final class WritesOverAnything {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("documents") Object documents,
                @Advice.Argument(value = 0, readOnly = false) List<?> writes) {
            writes = guardedByNothing(documents, writes);
        }
    }

    /** The same writes, guarded by the version that is there. */
    public static List<?> guardedByNothing(Object documents, List<?> writes) {
        reached.incrementAndGet();
        List<Write<?>> unguarded = new ArrayList<>();
        for (Object one : writes) {
            Write<?> write = (Write<?>) one;
            Long version = ((Documents<?>) documents).find(write.id()).map(Stored::version).orElse(null);
            unguarded.add(new Write<>(version, write.after(), write.moved()));
        }
        return unguarded;
    }

    /** In place of {@link Pools#write}. */
    public static Set<PoolId> lostNothing(Pools pools, Collection<Pool> changed) {
        reached.incrementAndGet();
        pools.write(changed);
        return Set.of();
    }

    /** Of {@code Advancement.advance}: keeps which needs it will read. */
    public static final class AfterNeeds {
        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("records") Aggregates<?, ?> records, @Advice.Argument(0) Object needs) {
            begin(records, needs);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit() {
            end();
        }
    }

    /** A call begins, perhaps in the middle of another. */
    public static void begin(Aggregates<?, ?> records, Object needs) {
        Collection<?> ids = needs instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) needs;
        READING.get().push(new Reading(records, ids.stream().map(id -> ((NeedId) id).value()).toList()));
    }

    /** It ends. */
    public static void end() {
        READING.get().pop();
    }

    /** In place of {@link Pools#findAll}: the needs are read just before. */
    public static Map<PoolId, Pool> poolsAfterNeeds(Pools pools, Collection<PoolId> ids) {
        reached.incrementAndGet();
        Reading reading = READING.get().element();
        reading.read = reading.records.findAll(reading.needs);
        return pools.findAll(ids);
    }

    /** In place of {@link Aggregates#findAll}: after the pools, what was read before them. */
    public static Map<String, ? extends Stored<?>> needsBefore(Aggregates<?, ?> records, Collection<String> ids) {
        Reading reading = READING.get().element();
        if (reading.read == null) {
            return records.findAll(ids);
        }
        Map<String, Stored<?>> read = new HashMap<>(reading.read);
        read.keySet().retainAll(ids);
        reading.read = null;
        return read;
    }

    /** Of {@code Settlement.settle}. */
    public static final class SettlesTwice {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) Collection<?> dues) {
            dues = twice(dues);
        }
    }

    /** Each of them twice. */
    public static Collection<?> twice(Collection<?> dues) {
        List<Object> all = new ArrayList<>(dues);
        all.addAll(dues);
        return all;
    }

    /** Of {@code Pool.confirm}. */
    public static final class ConfirmsAgain {
        @Advice.OnMethodExit
        static void exit(@Advice.This Pool pool, @Advice.Argument(0) HoldId hold,
                @Advice.Return(readOnly = false) Pool after) {
            if (after == pool && pool.available() > 0) {
                reached.incrementAndGet();
                after = new Pool(pool.id(), pool.version(), pool.edits(), pool.target(), pool.available() - 1,
                        pool.confirmed() + 1, pool.holds());
            }
        }
    }

    /** Of {@code Pool.release}. */
    public static final class ReleasesAgain {
        @Advice.OnMethodExit
        static void exit(@Advice.This Pool pool, @Advice.Argument(0) HoldId hold,
                @Advice.Return(readOnly = false) Pool after) {
            if (after == pool && pool.confirmed() > 0 && pool.capacity() == pool.target()) {
                reached.incrementAndGet();
                after = new Pool(pool.id(), pool.version(), pool.edits(), pool.target(), pool.available() + 1,
                        pool.confirmed() - 1, pool.holds());
            }
        }
    }

    /** Of {@code HoldSweep.run}. */
    public static final class DoesNothing {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            reached.incrementAndGet();
            return true;
        }
    }

    /** Of {@code ClockDecider.isPast}. */
    public static final class IsAlwaysPast {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Instant at, @Advice.Return(readOnly = false) boolean past) {
            reached.incrementAndGet();
            past = at != null;
        }
    }

    /** Of {@code GridDirectory.above}. */
    public static final class GoesPast {
        @Advice.OnMethodEnter
        static void enter(@Advice.This GridDirectory grid,
                @Advice.Argument(value = 0, readOnly = false) GridCode unit) {
            reached.incrementAndGet();
            unit = parent(grid, unit);
        }
    }

    /** The unit above, or the same at the top. */
    public static GridCode parent(GridDirectory grid, GridCode unit) {
        List<GridCode> path = grid.tree().pathUp(unit);
        return path.get(Math.min(1, path.size() - 1));
    }

    /** Of {@code Steps.handle}. */
    public static final class CommitsFirst {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Object channel, @Advice.Argument(3) int[] upTo) {
            commit(channel, upTo);
        }
    }

    /** Commits. */
    public static void commit(Object channel, int[] upTo) {
        reached.incrementAndGet();
        ((Channel) channel).commit(upTo);
    }
}
