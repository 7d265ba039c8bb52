package cn.twonets.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One wished change of one aggregate.
 *
 * @param cause what made it happen
 * @param act idempotency of a caller's act; null for what the product does by itself
 * @param expectedSequence the sequence that the caller saw ({@code If-Match}); null where it does not matter. Silent
 *        writes of projections do not move it
 * @param decider the decision
 */
public record Change<S, H, R>(
        Cause cause,
        @Nullable Act act,
        @Nullable Long expectedSequence,
        Decider<S, H, R> decider) {

    /** A change that the product makes by itself. */
    public static <S, H, R> Change<S, H, R> of(Cause cause, Decider<S, H, R> decider) {
        return new Change<>(cause, null, null, decider);
    }
}
