package cn.twonets.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now = Long.MAX_VALUE - 5;
    private long rested;
    private final Pace pace = new Pace(1_000, () -> now, this::rest);

    private void rest(long nanos) {
        // Rests may end early.
        long slept = Math.max(1, nanos / 2);
        now += slept;
        rested += slept;
    }

    @Test
    void letsAMillionThingsTakeTheirTime() {
        for (int page = 0; page < 2_000; page++) {
            pace.looked(500);
        }

        assertThat(TimeUnit.NANOSECONDS.toSeconds(rested)).isEqualTo(1_000);
    }

    @Test
    void doesNotSaveUpTimeThatNobodyUsed() {
        now += TimeUnit.HOURS.toNanos(1);

        pace.looked(500);

        assertThat(TimeUnit.NANOSECONDS.toMillis(rested)).isEqualTo(500);
    }

    @Test
    void refusesAPaceThatNeverEnds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(0));
    }
}
