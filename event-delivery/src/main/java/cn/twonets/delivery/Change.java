package cn.twonets.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One wished change of one aggregate.
 *
 * @param cause what made it happen
 * @param act idempotency of a caller's act; null for what the product does by itself
 * @param expectedVersion the version that the caller saw ({@code If-Match}); null where it does not matter
 * @param decider the decision
 */
public record Change<S, H, R>(
        Cause cause,
        @Nullable Act act,
        @Nullable Long expectedVersion,
        Decider<S, H, R> decider) {

    /** A change that the product makes by itself. */
    public static <S, H, R> Change<S, H, R> of(Cause cause, Decider<S, H, R> decider) {
        return new Change<>(cause, null, null, decider);
    }
}
