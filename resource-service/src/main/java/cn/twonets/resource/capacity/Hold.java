package cn.twonets.resource.capacity;

import java.time.Instant;

/**
 * Units of a pool that are reserved and not yet settled.
 *
 * @param amount units, at least 1
 * @param since when they were reserved
 */
public record Hold(int amount, Instant since) {
    /** @throws IllegalArgumentException if the amount is not positive */
    public Hold {
        if (amount < 1) {
            throw new IllegalArgumentException("a hold of " + amount + " units");
        }
    }
}
