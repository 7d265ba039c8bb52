package cn.twonets.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({
            "PT24H, PT0S,  2026-06-01T17:59:59Z, schedule-20260531T180000Z",
            "PT24H, PT0S,  2026-06-01T18:00:00Z, schedule-20260601T180000Z",
            "PT24H, PT40M, 2026-06-01T18:39:59Z, schedule-20260531T180000Z",
            "PT24H, PT40M, 2026-06-01T18:40:00Z, schedule-20260601T180000Z",
            "PT24H, PT40M, 2026-06-02T18:39:59Z, schedule-20260601T180000Z",
            "PT1H,  PT3M,  2026-06-01T09:02:59Z, schedule-20260601T080000Z",
            "PT1H,  PT3M,  2026-06-01T09:03:00Z, schedule-20260601T090000Z",
            "PT24H, PT0S,  2025-01-01T00:00:00Z, schedule-20241231T180000Z"})
    void namesTheSlotThatHasBegun(Duration every, Duration jitter, Instant now, String name) {
        assertThat(new Schedule(every, jitter).due(now)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"PT24H, 0.5, PT30M", "PT24H, 1, PT1H", "PT1H, 1, PT6M", "PT10S, 0.5, PT0.5S", "PT24H, 0, PT0S"})
    void beginsWithinATenthOfTheSlotAndAnHour(Duration every, double share, Duration jitter) {
        assertThat(Schedule.of(every, share).jitter()).isEqualTo(jitter);
    }

    @Test
    void isNotForEveryMoment() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.of(Duration.ofMillis(999), 0));
    }
}
