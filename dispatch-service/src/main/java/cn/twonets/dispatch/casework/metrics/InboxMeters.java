package cn.twonets.dispatch.casework.metrics;

import cn.twonets.dispatch.casework.OpenCases;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells how full the inboxes of each level are, and how much in them is due. Counted in the store every now and then, so
 * every instance tells the same; no post and no unit is ever a label.
 */
public final class InboxMeters {
    private final OpenCases cases;
    private final Clock clock;
    private final Map<GridLevel, Inbox> inboxes = new EnumMap<>(GridLevel.class);
    private final AtomicLong householdsOverdue = new AtomicLong();

    /** The numbers of one level. */
    private static final class Inbox {
        private final Map<CaseStatus, AtomicLong> open = new EnumMap<>(CaseStatus.class);
        private final AtomicLong dueSoon = new AtomicLong();
        private final AtomicLong overdue = new AtomicLong();
    }

    public InboxMeters(OpenCases cases, Clock clock, MeterRegistry meters) {
        this.cases = cases;
        this.clock = clock;
        for (GridLevel level : GridLevel.values()) {
            Inbox inbox = new Inbox();
            inboxes.put(level, inbox);
            for (CaseStatus status : CaseStatus.values()) {
                if (status != CaseStatus.CLOSED) {
                    AtomicLong open = new AtomicLong();
                    inbox.open.put(status, open);
                    gauge(meters, "twonets.dispatch.cases.open", "Cases that have not ended", open,
                            "level", word(level), "status", word(status));
                }
            }
            gauge(meters, "twonets.dispatch.cases.due.soon", "Cases whose post has been or is to be reminded",
                    inbox.dueSoon, "level", word(level));
            gauge(meters, "twonets.dispatch.cases.overdue", "Cases whose step is past its time", inbox.overdue,
                    "level", word(level));
        }
        gauge(meters, "twonets.dispatch.cases.household.overdue", "Cases whose household was due an end by now",
                householdsOverdue);
    }

    private static void gauge(MeterRegistry meters, String name, String description, AtomicLong number,
            String... tags) {
        Gauge.builder(name, number, AtomicLong::get).description(description).tags(tags).register(meters);
    }

    /** Counts everything below a unit anew; what cannot be counted now keeps its last number. */
    public void count(GridCode top) {
        Instant now = clock.instant();
        Map<GridLevel, Inbox> counted = new EnumMap<>(GridLevel.class);
        AtomicLong households = new AtomicLong();
        cases.below(top, one -> {
            Inbox inbox = counted.computeIfAbsent(one.level(), level -> new Inbox());
            inbox.open.computeIfAbsent(one.status(), status -> new AtomicLong()).incrementAndGet();
            if (isPast(one.dueAt(), now)) {
                inbox.overdue.incrementAndGet();
            } else if (isPast(one.dueSoonAt(), now)) {
                inbox.dueSoon.incrementAndGet();
            }
            if (isPast(one.householdDueAt(), now)) {
                households.incrementAndGet();
            }
        });
        inboxes.forEach((level, shown) -> {
            Inbox found = counted.getOrDefault(level, new Inbox());
            shown.open.forEach((status, number) -> number.set(number(found.open.get(status))));
            shown.dueSoon.set(found.dueSoon.get());
            shown.overdue.set(found.overdue.get());
        });
        householdsOverdue.set(households.get());
    }

    private static boolean isPast(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }

    private static long number(@Nullable AtomicLong counted) {
        return counted == null ? 0 : counted.get();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
