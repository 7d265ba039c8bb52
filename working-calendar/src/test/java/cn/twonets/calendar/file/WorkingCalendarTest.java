package cn.twonets.calendar.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.calendar.WorkingCalendar.Due;
import com.nlf.calendar.Lunar;
import com.nlf.calendar.Solar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Working days are China's, and what is not announced yet is said to be so. */
class WorkingCalendarTest {
    private final WorkingCalendar calendar = HolidayFiles.calendar(null);

    @ParameterizedTest(name = "{0} + {1} working days is over at the end of {2}: {3}")
    @CsvSource(textBlock = """
            # from (Beijing time)  days  last day     why
            2026-03-02T09:00,      1,    2026-03-03,  the day on which it begins does not count
            2026-03-02T00:00,      1,    2026-03-03,  not even when it begins at midnight
            2026-03-02T23:59,      1,    2026-03-03,  nor when it is nearly over
            2026-03-06T09:00,      1,    2026-03-09,  a weekend
            2026-03-07T09:00,      1,    2026-03-09,  from a Saturday
            2026-03-02T09:00,      15,   2026-03-23,  three weeks
            2026-02-13T09:00,      1,    2026-02-14,  a Saturday worked before Spring Festival
            2026-02-14T09:00,      1,    2026-02-24,  Spring Festival
            2026-02-27T09:00,      1,    2026-02-28,  a Saturday worked after Spring Festival
            2025-09-30T17:00,      5,    2025-10-14,  National Day with a worked Saturday (11 October)
            2025-12-31T12:00,      1,    2026-01-04,  New Year with a worked Sunday
            """)
    void countsWorkingDays(LocalDateTime from, int days, LocalDate last, String why) {
        Due due = calendar.plusWorkingDays(from.atZone(WorkingCalendar.ZONE).toInstant(), days);

        assertThat(due.at()).as(why).isEqualTo(last.plusDays(1).atStartOfDay(WorkingCalendar.ZONE).toInstant());
        assertThat(due.confirmed()).isTrue();
    }

    @Test
    void countsInBeijingTime() {
        Instant lateInLondon = LocalDateTime.parse("2026-03-02T17:00").toInstant(ZoneOffset.UTC);

        assertThat(calendar.plusWorkingDays(lateInLondon, 1).at()).isEqualTo("2026-03-04T16:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-02,20,true", "2026-11-02,21,false", "2026-12-30,1,false", "2027-03-01,1,false",
            "2025-12-01,3,true", "2031-01-06,2,false"})
    void saysWhatIsNotAnnouncedYet(LocalDate from, int days, boolean confirmed) {
        Due due = calendar.plusWorkingDays(from.atTime(9, 0).atZone(WorkingCalendar.ZONE).toInstant(), days);

        assertThat(due.confirmed()).isEqualTo(confirmed);
    }

    @Test
    void keepsWeekendsInAnUnannouncedYear() {
        assertThat(calendar.isWorkingDay(LocalDate.parse("2027-05-08"))).isFalse();
        assertThat(calendar.isWorkingDay(LocalDate.parse("2027-05-10"))).isTrue();
    }

    /** The thirteen statutory days; those of the old calendar are computed, not copied. */
    private static Stream<LocalDate> statutoryDays(int year) {
        LocalDate springFestival = solar(Lunar.fromYmd(year, 1, 1).getSolar());
        LocalDate tombSweeping = solar(Lunar.fromYmd(year, 3, 1).getJieQiTable().get("清明"));
        return Stream.of(
                LocalDate.of(year, 1, 1),
                springFestival.minusDays(1),
                springFestival,
                springFestival.plusDays(1),
                springFestival.plusDays(2),
                tombSweeping,
                LocalDate.of(year, 5, 1),
                LocalDate.of(year, 5, 2),
                solar(Lunar.fromYmd(year, 5, 5).getSolar()),
                solar(Lunar.fromYmd(year, 8, 15).getSolar()),
                LocalDate.of(year, 10, 1),
                LocalDate.of(year, 10, 2),
                LocalDate.of(year, 10, 3));
    }

    private static LocalDate solar(Solar day) {
        return LocalDate.of(day.getYear(), day.getMonth(), day.getDay());
    }

    @ParameterizedTest
    @ValueSource(ints = {2025, 2026})
    void restsOnEveryStatutoryDay(int year) {
        assertThat(statutoryDays(year)).allSatisfy(day -> assertThat(calendar.isWorkingDay(day)).isFalse());
    }

    /** Days are moved, never given or taken: weekdays of rest less weekend days of work are the statutory days. */
    @ParameterizedTest
    @ValueSource(ints = {2025, 2026})
    void givesAndTakesNoDay(int year) {
        int balance = 0;
        for (LocalDate day = LocalDate.of(year, 1, 1); day.getYear() == year; day = day.plusDays(1)) {
            boolean weekday = day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
            if (calendar.isWorkingDay(day) != weekday) {
                balance += weekday ? 1 : -1;
            }
        }

        assertThat(balance).isEqualTo((int) statutoryDays(year).count());
    }

    @Test
    void isUndoneByCountingDaysOneByOne() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Instant from = Instant.parse("2025-01-01T00:00:00Z").plusSeconds(random.nextInt(800 * 24 * 3600));
            int days = 1 + random.nextInt(60);

            Instant due = calendar.plusWorkingDays(from, days).at();

            LocalDate first = from.atZone(WorkingCalendar.ZONE).toLocalDate();
            LocalDate last = due.minus(Duration.ofMillis(1)).atZone(WorkingCalendar.ZONE).toLocalDate();
            assertThat(first.plusDays(1).datesUntil(last.plusDays(1)).filter(calendar::isWorkingDay).count())
                    .as("seed %d, %s + %d", seed, from, days)
                    .isEqualTo(days);
            assertThat(calendar.isWorkingDay(last)).as("seed %d, %s", seed, last).isTrue();
            assertThat(calendar.plusWorkingDays(from, days + 1).at()).as("seed %d", seed).isAfter(due);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001})
    void refusesPeriodsThatAreNone(int days) {
        assertThatIllegalArgumentException().isThrownBy(() -> calendar.plusWorkingDays(Instant.EPOCH, days));
    }

    @Test
    void takesNewerFilesFromAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("2027.json"), """
                {"year": 2027, "papers": ["notice"], "days": [
                  {"name": "x", "date": "2026-12-26", "isOffDay": false},
                  {"name": "x", "date": "2027-01-01", "isOffDay": true}]}
                """);
        Files.writeString(folder.resolve("README.md"), "not a year");

        WorkingCalendar newer = HolidayFiles.calendar(folder);

        assertThat(newer.isWorkingDay(LocalDate.parse("2026-12-26"))).isTrue();
        assertThat(newer.isWorkingDay(LocalDate.parse("2027-01-01"))).isFalse();
        assertThat(newer.isConfirmed(LocalDate.parse("2026-12-26"))).isTrue();
        assertThat(newer.isConfirmed(LocalDate.parse("2027-12-01"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"year\": 2026, \"papers\": [], \"days\": []}", "[]", "{\"year\": 2027}", "{",
            "{\"year\": 2027, \"papers\": [], \"days\": [{\"isOffDay\": true}]}"})
    void refusesFilesThatAreNone(String text, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("2027.json"), text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HolidayFiles.calendar(folder))
                .withMessageContaining("2027.json");
    }
}
