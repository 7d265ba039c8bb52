package cn.twonets.api.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualClockTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00.123456789Z");

    @TempDir
    Path folder;
    private Instant real = START;

    private final Clock source = ((InstantSource) () -> real).withZone(ZoneOffset.UTC);

    private Path path() {
        return folder.resolve("offset");
    }

    private VirtualClock clock() {
        return new VirtualClock(source, new OffsetFile(path()));
    }

    private void pass(Duration time) {
        real = real.plus(time);
    }

    @Test
    void isRealTimeInWholeMillisecondsWithoutFile() {
        assertThat(clock().instant()).isEqualTo(Instant.parse("2026-01-05T00:00:00.123Z"));
    }

    @Test
    void looksAgainAfterAMoment() throws IOException {
        VirtualClock clock = clock();
        Instant before = clock.instant();
        new OffsetFile(path()).advance(Duration.ofHours(1));
        new OffsetFile(path()).advance(Duration.ofHours(2));

        assertThat(clock.instant()).isEqualTo(before);
        pass(Duration.ofSeconds(1));
        assertThat(clock.instant()).isEqualTo(before.plus(Duration.ofHours(3)).plusSeconds(1));
    }

    @Test
    void neverGoesBack() throws IOException {
        VirtualClock clock = clock();
        new OffsetFile(path()).advance(Duration.ofDays(2));
        Instant ahead = clock.instant();

        for (String lower : new String[]{"PT1H", "-PT1H", "nonsense", ""}) {
            Files.writeString(path(), lower);
            pass(Duration.ofSeconds(1));
            assertThat(clock.instant()).isAfterOrEqualTo(ahead);
        }
        Files.delete(path());
        pass(Duration.ofSeconds(1));
        assertThat(clock.instant()).isAfterOrEqualTo(ahead);
    }

    @Test
    void refusesToAdvanceBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OffsetFile(path()).advance(Duration.ofHours(-1)));
    }

    @Test
    void saysWhenTheFileHoldsNoDuration() throws IOException {
        Files.writeString(path(), "tomorrow");

        assertThatIOException().isThrownBy(() -> new OffsetFile(path()).read()).withMessageContaining("duration");
    }
}
