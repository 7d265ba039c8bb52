package cn.twonets.standalone.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.api.time.OffsetFile;
import cn.twonets.api.time.VirtualClock;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Refused;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualTimeTests {
    private static final Clock REAL = Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path parent;

    @Test
    void goesForwardAndServicesFollow() {
        DataFolder folder = DataFolder.at(parent.resolve("data")).create();
        VirtualTime time = new VirtualTime(folder, REAL);
        time.advance(Duration.ofHours(5));
        time.advance(Duration.ofDays(1));

        assertThat(time.now()).isEqualTo("2026-11-22T05:00:00Z");
        assertThat(new VirtualClock(REAL, new OffsetFile(folder.clockOffset())).instant()).isEqualTo(time.now());
    }

    @Test
    void neverGoesBack() {
        VirtualTime time = new VirtualTime(DataFolder.at(parent.resolve("data")).create(), REAL);
        assertThatThrownBy(() -> time.advance(Duration.ofHours(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(time.offset()).isZero();
    }

    @Test
    void refusesToGoBeyondAYear() {
        VirtualTime time = new VirtualTime(DataFolder.at(parent.resolve("data")).create(), REAL);
        time.advance(Duration.ofDays(300));
        assertThatThrownBy(() -> time.advance(Duration.ofDays(100))).isInstanceOf(Refused.class);
        assertThat(time.offset()).isEqualTo(Duration.ofDays(300));
    }

    @Test
    void standsStillOnDataOfOnesOwn() {
        DataFolder folder = DataFolder.at(parent.resolve("data")).create();
        folder.markOwnData("a grid was imported");
        VirtualTime time = new VirtualTime(folder, REAL);

        assertThatThrownBy(() -> time.advance(Duration.ofHours(1))).isInstanceOf(Refused.class)
                .hasMessageContaining("a grid was imported");
        assertThat(time.offset()).isZero();
    }
}
