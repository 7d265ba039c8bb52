package cn.twonets.resource.capacity;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The only home of the numbers of one aid service in one period. At every instant
 * {@code available + held + confirmed = capacity} and nothing is negative.
 *
 * <p>A hold leaves the pool together with its settlement, so a hold that is not here is settled. A capacity set below
 * what is held and confirmed is kept as a target, to which returning holds lower the capacity.
 *
 * @param id service and period
 * @param version as read from the store, guards the write; 0 for one that is not stored yet
 * @param edits counts what people set, from 1; the entity tag of the capacity, which reservations do not disturb
 * @param target the capacity that people want, in units
 * @param available units free to reserve
 * @param confirmed units given
 * @param holds reserved and not yet settled
 */
public record Pool(
        PoolId id,
        long version,
        long edits,
        int target,
        int available,
        int confirmed,
        SortedMap<HoldId, Hold> holds) {

    /** @throws IllegalArgumentException if a number is negative, or units are free above the target */
    public Pool {
        holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
        if (available < 0 || confirmed < 0 || target < 0) {
            throw new IllegalArgumentException("overdrawn pool " + id);
        }
        int held = holds.values().stream().mapToInt(Hold::amount).sum();
        if (available > 0 && available + held + confirmed != target) {
            throw new IllegalArgumentException("units of pool " + id + " do not add up");
        }
    }

    /** A pool that nobody has used yet. */
    public static Pool opened(PoolId id, int units) {
        return new Pool(id, 0, 1, units, units, 0, new TreeMap<>());
    }

    /** Units reserved and not yet settled. */
    public int held() {
        return holds.values().stream().mapToInt(Hold::amount).sum();
    }

    /** Units that there are now; above the target while returning holds still have to lower it. */
    public int capacity() {
        return available + held() + confirmed;
    }

    /** Whether so many units can be reserved. */
    public boolean hasRoom(int amount) {
        return available >= amount;
    }

    /** Reserves units; the same hold again changes nothing. Empty if there are too few. */
    public Optional<Pool> reserve(HoldId hold, int amount, Instant since) {
        if (holds.containsKey(hold)) {
            return Optional.of(this);
        }
        if (!hasRoom(amount)) {
            return Optional.empty();
        }
        SortedMap<HoldId, Hold> more = new TreeMap<>(holds);
        more.put(hold, new Hold(amount, since));
        return Optional.of(new Pool(id, version, edits, target, available - amount, confirmed, more));
    }

    /** The aid was given: the hold leaves and its units stay given. Without such a hold nothing changes. */
    public Pool confirm(HoldId hold) {
        Hold settled = holds.get(hold);
        return settled == null
                ? this
                : new Pool(id, version, edits, target, available, confirmed + settled.amount(), without(hold));
    }

    /** The aid was not given: the hold leaves and its units come back, unless the target is lower. Idempotent. */
    public Pool release(HoldId hold) {
        Hold settled = holds.get(hold);
        if (settled == null) {
            return this;
        }
        int lowered = Math.min(Math.max(capacity() - target, 0), settled.amount());
        return new Pool(id, version, edits, target, available + settled.amount() - lowered, confirmed, without(hold));
    }

    /** Sets the capacity that people want; what is held or given already is never taken away. */
    public Pool withTarget(int units) {
        int free = Math.max(units - held() - confirmed, 0);
        return new Pool(id, version, edits + 1, units, free, confirmed, holds);
    }

    /** The same numbers at another stored version. */
    public Pool atVersion(long stored) {
        return new Pool(id, stored, edits, target, available, confirmed, holds);
    }

    private SortedMap<HoldId, Hold> without(HoldId hold) {
        SortedMap<HoldId, Hold> fewer = new TreeMap<>(holds);
        fewer.remove(hold);
        return fewer;
    }

    /** When the oldest hold was reserved; empty without holds. */
    public Optional<Instant> oldestHold() {
        return holds.entrySet().stream().map(Map.Entry::getValue).map(Hold::since).min(Instant::compareTo);
    }
}
