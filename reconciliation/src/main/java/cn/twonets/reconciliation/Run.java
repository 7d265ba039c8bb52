package cn.twonets.reconciliation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run.
 *
 * @param id names it
 * @param bodyHash hash of what was asked, so that the same key with another body is noticed
 * @param by who asked for it; the product itself for the nightly one
 * @param heal whether it heals, or only tells
 * @param askedAt when it was asked for
 * @param seenAt when it last made progress
 * @param endedAt when it ended; null before
 * @param report what it found so far
 */
public record Run(
        String id,
        String bodyHash,
        String by,
        boolean heal,
        Instant askedAt,
        Instant seenAt,
        @Nullable Instant endedAt,
        Report report) {
    /** A run that has shown no progress for so long was cut off. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How a run stands. */
    public enum Status {
        /** It runs, or waits for another one to end. */
        RUNNING,
        /** Its instance ended before it did; ask for another. */
        INTERRUPTED,
        /** It ended: see its report. */
        DONE
    }

    /** How it stands at that time. */
    public Status status(Instant now) {
        if (endedAt != null) {
            return Status.DONE;
        }
        return now.isAfter(seenAt.plus(PATIENCE)) ? Status.INTERRUPTED : Status.RUNNING;
    }

    Run at(Instant now, Report soFar) {
        return new Run(id, bodyHash, by, heal, askedAt, now, null, soFar);
    }

    Run ended(Instant now, Report whole) {
        return new Run(id, bodyHash, by, heal, askedAt, now, now, whole);
    }
}
