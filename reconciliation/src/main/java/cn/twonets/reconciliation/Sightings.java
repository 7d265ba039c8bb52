package cn.twonets.reconciliation;

import cn.twonets.events.EventOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Which events of which aggregates were seen on a topic, in little memory: 24 bytes a slot, at most 70 % of the slots in
 * use, so 34 to 69 MB for a million aggregates. Events come in order but for repeats, so that two numbers say nearly all;
 * what does not fit them is kept apart, bit by bit. Aggregates are told apart by 64 bits of a hash of their id and epoch:
 * among a million, the chance that any two are taken for one is below one in ten million.
 */
final class Sightings {
    private static final float MOST_USED = 0.7f;
    private static final long MATCHED = Long.MIN_VALUE;

    private final boolean newestOnly;
    private long[] keys;
    private int[] firsts;
    private int[] throughs;
    private long[] places;
    private int used;
    private final Map<Long, BitSet> irregular = new HashMap<>();

    /**
     * @param expected about so many aggregates
     * @param newestOnly whether the topic keeps only the newest record of each
     */
    Sightings(long expected, boolean newestOnly) {
        this.newestOnly = newestOnly;
        long slots = Math.max(1_024, (long) (expected / MOST_USED) + 1);
        int size = (int) Math.min(slots, 1 << 28);
        keys = new long[size];
        firsts = new int[size];
        throughs = new int[size];
        places = new long[size];
    }

    /** A hash of an aggregate's id alone, never 0: also says to which part of a divided run it belongs. */
    static long hash(String aggregate) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < aggregate.length(); i++) {
            hash = (hash ^ aggregate.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L;
        return mixed == 0 ? 1 : mixed ^ mixed >>> 31;
    }

    private static long key(String aggregate, int epoch) {
        long key = mixed(hash(aggregate) + epoch);
        return key == 0 ? 1 : key;
    }

    /**
     * Notes a record.
     *
     * @param place where it lies, at least 0
     */
    void saw(String aggregate, EventOrder order, long place) {
        long key = key(aggregate, order.epoch());
        int sequence = Math.toIntExact(order.sequence());
        int slot = slot(key);
        if (keys[slot] == 0) {
            if (used + 1 > keys.length * MOST_USED) {
                grow();
                slot = slot(key);
            }
            used++;
            keys[slot] = key;
            firsts[slot] = sequence;
            throughs[slot] = sequence;
            places[slot] = place;
        } else if (newestOnly) {
            throughs[slot] = Math.max(throughs[slot], sequence);
        } else if (sequence == throughs[slot] + 1) {
            throughs[slot] = sequence;
            catchUp(key, slot);
        } else if (sequence < firsts[slot] || sequence > throughs[slot]) {
            irregular.computeIfAbsent(key, none -> new BitSet()).set(sequence);
        }
    }

    private void catchUp(long key, int slot) {
        BitSet ahead = irregular.get(key);
        if (ahead == null) {
            return;
        }
        while (ahead.get(throughs[slot] + 1)) {
            throughs[slot]++;
            ahead.clear(throughs[slot]);
        }
        if (ahead.isEmpty()) {
            irregular.remove(key);
        }
    }

    /** The record of that key is gone for good, with all before it. */
    void forget(String aggregate, int epoch) {
        int slot = slot(key(aggregate, epoch));
        if (keys[slot] != 0) {
            places[slot] |= MATCHED;
        }
    }

    /** Whether that event was seen. */
    boolean has(String aggregate, EventOrder order) {
        long key = key(aggregate, order.epoch());
        int slot = slot(key);
        if (keys[slot] == 0) {
            return false;
        }
        if (newestOnly) {
            return order.sequence() == throughs[slot];
        }
        BitSet apart = irregular.get(key);
        return order.sequence() >= firsts[slot] && order.sequence() <= throughs[slot]
                || apart != null && apart.get((int) order.sequence());
    }

    /** Whether all events of an epoch, from one through another, were seen, as far as two numbers tell. */
    boolean hasFrom(long first, String aggregate, EventOrder through) {
        int slot = slot(key(aggregate, through.epoch()));
        return keys[slot] != 0 && firsts[slot] <= first && throughs[slot] >= through.sequence();
    }

    /** The last event seen of an aggregate in that epoch; 0 if none was. */
    long last(String aggregate, int epoch) {
        long key = key(aggregate, epoch);
        int slot = slot(key);
        if (keys[slot] == 0) {
            return 0;
        }
        BitSet apart = irregular.get(key);
        return Math.max(throughs[slot], apart == null ? 0 : apart.length() - 1);
    }

    /** The store knows that aggregate in that epoch. */
    void match(String aggregate, int epoch) {
        int slot = slot(key(aggregate, epoch));
        if (keys[slot] != 0) {
            places[slot] |= MATCHED;
        }
    }

    /** Where the first record of each lies that the store did not know. */
    void eachUnmatched(LongConsumer place) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0 && places[slot] >= 0) {
                place.accept(places[slot]);
            }
        }
    }

    /** How many aggregates were seen, counted once for each epoch. */
    int size() {
        return used;
    }

    /** What the slots take, in bytes. */
    long bytes() {
        return keys.length * 24L;
    }

    private int slot(long key) {
        int slot = (int) Long.remainderUnsigned(key, keys.length);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 == keys.length ? 0 : slot + 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldFirsts = firsts;
        int[] oldThroughs = throughs;
        long[] oldPlaces = places;
        int size = keys.length * 2;
        keys = new long[size];
        firsts = new int[size];
        throughs = new int[size];
        places = new long[size];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != 0) {
                int slot = slot(oldKeys[old]);
                keys[slot] = oldKeys[old];
                firsts[slot] = oldFirsts[old];
                throughs[slot] = oldThroughs[old];
                places[slot] = oldPlaces[old];
            }
        }
    }
}
