package cn.twonets.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A pure decision about one aggregate. It may be asked several times, each time with what is stored by then.
 *
 * @param <S> the state
 * @param <H> what can happen
 * @param <R> the answer
 */
@FunctionalInterface
public interface Decider<S, H, R> {
    /** @param current the state as stored; null if there is none yet */
    Decision<S, H, R> decide(@Nullable S current);
}
