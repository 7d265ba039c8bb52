package cn.twonets.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * China's working days: Monday to Friday, except what the State Council's yearly notice says (调休). A notice may move
 * days of the December before it; a year that has not been announced yet is answered with weekends only and called
 * unconfirmed, and so is the December before it.
 */
public final class WorkingCalendar {
    /** All of China keeps one time. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** Longer periods are a mistake, not a deadline. */
    private static final int MOST_DAYS = 10_000;

    private final Map<LocalDate, Boolean> announcedDays = new HashMap<>();
    private final Set<Integer> announcedYears = new HashSet<>();

    /** @param notices one for each year that is known; the last wins where two speak of one day */
    public WorkingCalendar(Collection<Notice> notices) {
        for (Notice notice : notices) {
            announcedDays.putAll(notice.workingDays());
            if (notice.announced()) {
                announcedYears.add(notice.year());
            }
        }
    }

    /**
     * What was announced for a year.
     *
     * @param year the year in the notice's title
     * @param announced false for a year whose notice is not out yet
     * @param workingDays the days that differ from the week's rule, or might: true to work, false to rest
     */
    public record Notice(int year, boolean announced, Map<LocalDate, Boolean> workingDays) {
        public Notice {
            workingDays = Map.copyOf(workingDays);
        }
    }

    /**
     * When something is due.
     *
     * @param at the end of the last day, exclusive
     * @param confirmed false if a day on the way there lies in a year that has not been announced yet
     */
    public record Due(Instant at, boolean confirmed) {}

    /** Whether that day is worked. */
    public boolean isWorkingDay(LocalDate day) {
        Boolean announced = announcedDays.get(day);
        if (announced != null) {
            return announced;
        }
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** Whether every notice that could move that day has been given. */
    public boolean isConfirmed(LocalDate day) {
        return announcedYears.contains(day.getYear())
                && (day.getMonth() != Month.DECEMBER || announcedYears.contains(day.getYear() + 1));
    }

    /**
     * Counts working days as periods are counted in law: the day on which it begins does not count, and it ends at the
     * end of its last day.
     *
     * @param from when the period begins
     * @param days how many working days, from 1 to 10,000
     * @throws IllegalArgumentException if there are fewer or more days
     */
    public Due plusWorkingDays(Instant from, int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("a period has 1 to " + MOST_DAYS + " working days, not " + days);
        }
        LocalDate day = from.atZone(ZONE).toLocalDate();
        boolean confirmed = true;
        for (int worked = 0; worked < days;) {
            day = day.plusDays(1);
            confirmed &= isConfirmed(day);
            if (isWorkingDay(day)) {
                worked++;
            }
        }
        return new Due(day.plusDays(1).atStartOfDay(ZONE).toInstant(), confirmed);
    }
}
