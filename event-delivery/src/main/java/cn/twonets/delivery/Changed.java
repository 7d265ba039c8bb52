package cn.twonets.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link Change}.
 *
 * @param <S> the state
 * @param <R> the answer of the decision
 */
public sealed interface Changed<S, R> {
    /**
     * Decided; {@code stored} is the aggregate afterwards (null if there is none), {@code written} whether this call
     * wrote it.
     */
    record Decided<S, R>(@Nullable Stored<S> stored, R answer, boolean written) implements Changed<S, R> {}

    /** The same act with the same body was done before. */
    record Repeated<S, R>(Stored<S> stored) implements Changed<S, R> {}

    /** The key of the act was used before with another body. */
    record KeyReused<S, R>() implements Changed<S, R> {}

    /** The aggregate is not at the sequence that the caller saw. */
    record Stale<S, R>(Stored<S> stored) implements Changed<S, R> {}
}
