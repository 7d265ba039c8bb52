package cn.twonets.resource.referrals;

import java.time.Instant;

/** Counts working days of the county's calendar. */
@FunctionalInterface
public interface WorkingDays {
    /** The end of the given number of working days after that instant. */
    Instant after(Instant from, int days);
}
