package cn.twonets.dispatch.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.calendar.file.HolidayFiles;
import cn.twonets.events.TimeAllowed;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinePolicyTest {
    private final WorkingCalendar calendar = HolidayFiles.calendar(null);
    private final DeadlinePolicy deadlines = new DeadlinePolicy(
            (from, days) -> calendar.plusWorkingDays(from, days).at());

    /** A day ends at midnight in China, which is 16:00 UTC. The days before and after the spring festival of 2026 are in. */
    @ParameterizedTest
    @CsvSource({
            "2026-03-02T01:00:00Z, 24 hours, 2026-03-03T01:00:00Z",
            "2026-03-02T01:00:00Z, 8 hours, 2026-03-02T09:00:00Z",
            "2026-03-02T01:00:00Z, 1 working days, 2026-03-03T16:00:00Z",
            "2026-03-02T01:00:00Z, 5 working days, 2026-03-09T16:00:00Z",
            "2026-03-06T01:00:00Z, 1 working days, 2026-03-09T16:00:00Z",
            "2026-02-13T01:00:00Z, 3 working days, 2026-02-25T16:00:00Z"})
    void countsWorkingDaysByTheCalendarAndHoursByTheClock(Instant from, String allowed, Instant due) {
        assertThat(deadlines.due(from, TimeAllowed.parse(allowed))).isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-02T00:00:00Z, 2026-03-06T00:00:00Z, 2026-03-05T00:00:00Z",
            "2026-03-02T00:00:00Z, 2026-03-02T00:00:00.010Z, 2026-03-02T00:00:00.006Z"})
    void remindsAfterThreeQuartersInWholeMilliseconds(Instant from, Instant due, Instant reminded) {
        assertThat(deadlines.dueSoon(from, due)).isEqualTo(reminded);
    }
}
