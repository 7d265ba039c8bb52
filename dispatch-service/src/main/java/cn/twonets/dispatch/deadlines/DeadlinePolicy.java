package cn.twonets.dispatch.deadlines;

import cn.twonets.events.TimeAllowed;
import java.time.Duration;
import java.time.Instant;

/**
 * When a step is due, and when its holder is reminded. A due time is computed once, stored, and never recomputed: a later
 * edit starts no clock again.
 */
public final class DeadlinePolicy {
    private final WorkingDays days;

    /** Counts days; the calendar of China's working days in the running product. */
    @FunctionalInterface
    public interface WorkingDays {
        /**
         * The end of so many working days after an instant.
         *
         * @param from when the clock starts
         * @param workingDays how many, at least 1
         */
        Instant after(Instant from, int workingDays);
    }

    public DeadlinePolicy(WorkingDays days) {
        this.days = days;
    }

    /** When what is allowed so long, and begins then, is due. */
    public Instant due(Instant from, TimeAllowed allowed) {
        return switch (allowed.unit()) {
            case HOURS -> from.plus(Duration.ofHours(allowed.amount()));
            case WORKING_DAYS -> days.after(from, allowed.amount());
        };
    }

    /** When the holder of a step is reminded: after three quarters of its time. */
    public Instant dueSoon(Instant from, Instant due) {
        return from.plusMillis(Duration.between(from, due).toMillis() / 4 * 3);
    }
}
