package cn.twonets.resource.catalogue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** How long a capacity lasts before the next one begins, in the county's time. */
public enum Period {
    /** A calendar year, such as {@code 2026}. */
    YEAR,
    /** A quarter, such as {@code 2026-Q4}. */
    QUARTER,
    /** A month, such as {@code 2026-11}. */
    MONTH,
    /** Never ends: beds, posts, places. */
    STANDING;

    private static final ZoneId COUNTY = ZoneId.of("Asia/Shanghai");

    /** The label of the period at that time. */
    public String at(Instant time) {
        ZonedDateTime local = time.atZone(COUNTY);
        return switch (this) {
            case YEAR -> "%04d".formatted(local.getYear());
            case QUARTER -> "%04d-Q%d".formatted(local.getYear(), (local.getMonthValue() + 2) / 3);
            case MONTH -> "%04d-%02d".formatted(local.getYear(), local.getMonthValue());
            case STANDING -> "standing";
        };
    }
}
