package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Households' keys in memory, for a short while: an erasure by another instance is noticed when the while is over. That
 * a key was destroyed is never forgotten in favour of a key that somebody read just before.
 */
final class KeyCache {
    private final long lifeNanos;
    private final LongSupplier ticker;
    private final Map<HouseholdId, Known> entries;

    /** A key that can be used, or that there is none any more. */
    record Known(Algorithm algorithm, @Nullable SecretKeySpec key, long until) {
        @Override
        public String toString() {
            return "Known[" + algorithm + "]";
        }
    }

    /**
     * An empty cache.
     *
     * @param most so many keys, the least used make room
     * @param life how long each is believed
     * @param ticker nanoseconds that only go forward
     */
    KeyCache(int most, Duration life, LongSupplier ticker) {
        this.lifeNanos = life.toNanos();
        this.ticker = ticker;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<HouseholdId, Known> eldest) {
                return size() > most;
            }
        };
    }

    synchronized @Nullable Known get(HouseholdId household) {
        Known entry = entries.get(household);
        if (entry != null && entry.until() - ticker.getAsLong() < 0) {
            entries.remove(household);
            return null;
        }
        return entry;
    }

    /** @param key null if it was destroyed */
    synchronized Known put(HouseholdId household, Algorithm algorithm, @Nullable SecretKeySpec key) {
        Known present = get(household);
        if (present != null && present.key() == null) {
            return present;
        }
        Known entry = new Known(algorithm, key, ticker.getAsLong() + lifeNanos);
        entries.put(household, entry);
        return entry;
    }
}
