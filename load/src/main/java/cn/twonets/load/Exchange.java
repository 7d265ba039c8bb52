package cn.twonets.load;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request as it went over the wire, answered or not.
 *
 * @param sent when it was sent
 * @param answered when its answer, or the lack of one, was known
 * @param answeredNanos the same on the scale of {@link System#nanoTime()}
 * @param reply the answer; null where none came
 * @param failure name of the exception where no answer came; else empty
 */
public record Exchange(Instant sent, Instant answered, long answeredNanos, @Nullable Reply reply, String failure) {
    /** What the client knows now. */
    public Attempt.Outcome outcome() {
        if (reply == null || reply.status() >= 500) {
            return Attempt.Outcome.UNKNOWN;
        }
        return reply.isSuccess() ? Attempt.Outcome.ACCEPTED : Attempt.Outcome.REFUSED;
    }

    /** The HTTP status; 0 where no answer came. */
    public int status() {
        return reply == null ? 0 : reply.status();
    }

    /** Whether the same request should be sent again: its outcome is unknown, or the product asked to come later. */
    public boolean isOpen() {
        return outcome() == Attempt.Outcome.UNKNOWN || status() == 429;
    }
}
