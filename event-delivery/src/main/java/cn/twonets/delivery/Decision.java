package cn.twonets.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, and the answer to whoever asked.
 *
 * @param <S> the state
 * @param <H> what can happen
 * @param <R> the answer: an expected refusal is an answer, not an exception
 * @param steps what happened, in order, each with the state after it; the order of each state is that of the one before
 *        plus one
 * @param silent a state to write without an event (such as a consumer's note of what it last applied); null if none
 * @param answer the answer
 */
public record Decision<S, H, R>(List<Step<S, H>> steps, @Nullable S silent, R answer) {

    /** One thing that happened, and the state after it. */
    public record Step<S, H>(H happened, S after) {}

    /** Nothing is written. */
    public static <S, H, R> Decision<S, H, R> unchanged(R answer) {
        return new Decision<>(List.of(), null, answer);
    }

    /** The state is written, no event is published. */
    public static <S, H, R> Decision<S, H, R> silently(S state, R answer) {
        return new Decision<>(List.of(), state, answer);
    }

    /** State and events are one write. */
    public static <S, H, R> Decision<S, H, R> changed(List<Step<S, H>> steps, R answer) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a change without a step; say unchanged or silently");
        }
        return new Decision<>(List.copyOf(steps), null, answer);
    }

    /** Whether anything is to be written. */
    public boolean writes() {
        return !steps.isEmpty() || silent != null;
    }

    /** The state after the decision; null if nothing is written. */
    public @Nullable S after() {
        return steps.isEmpty() ? silent : steps.getLast().after();
    }
}
