package cn.twonets.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * When runs that nobody asks for are due: in slots of equal length, with a daily one at two in the night in China. A slot's
 * name is the run's id, so that of all instances one carries it out.
 *
 * @param every the slots' length
 * @param jitter so long after the slot's beginning this instance begins: services and instances differ, so that not all
 *        counties' services begin in the same second
 */
public record Schedule(Duration every, Duration jitter) {
    private static final Instant TWO_AT_NIGHT = Instant.parse("2025-12-31T18:00:00Z");
    private static final Duration LONGEST_JITTER = Duration.ofHours(1);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'schedule-'yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    /** @throws IllegalArgumentException if slots are shorter than a second */
    public Schedule {
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("not more often than once a second: " + every);
        }
    }

    /** @param share of the longest jitter, from 0 to 1: a tenth of a slot, at most an hour */
    public static Schedule of(Duration every, double share) {
        Duration tenth = every.dividedBy(10);
        Duration longest = tenth.compareTo(LONGEST_JITTER) < 0 ? tenth : LONGEST_JITTER;
        return new Schedule(every, Duration.ofMillis((long) (longest.toMillis() * share)));
    }

    /** The id of the run that should have begun by then. */
    String due(Instant now) {
        long slot = Math.floorDiv(Duration.between(TWO_AT_NIGHT, now.minus(jitter)).toMillis(), every.toMillis());
        return NAME.format(TWO_AT_NIGHT.plusMillis(slot * every.toMillis()));
    }
}
