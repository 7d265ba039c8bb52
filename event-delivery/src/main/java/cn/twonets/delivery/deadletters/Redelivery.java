package cn.twonets.delivery.deadletters;

import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer is given again what it could not read: not the record, but what the aggregate's owner knows of it now.
 * May be done any number of times, by many at once.
 */
@FunctionalInterface
public interface Redelivery {
    /** Does it for one dead letter; never throws for what the consumer or its owner do not manage. */
    Outcome again(DeadLetter letter);

    /**
     * What it came to.
     *
     * @param result in one word
     * @param cause why it failed again; null otherwise
     */
    record Outcome(Result result, @Nullable Cause cause) {
        /** It came to that. */
        public static Outcome of(Result result) {
            return new Outcome(result, null);
        }

        /** The consumer failed. */
        public static Outcome failed(String code, @Nullable String at) {
            return new Outcome(Result.FAILED_AGAIN, new Cause(code, at));
        }
    }
}
