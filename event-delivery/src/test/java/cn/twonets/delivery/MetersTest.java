package cn.twonets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.ScriptedSink.Mode;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AdjustableClock clock = new AdjustableClock();
    private final ScriptedSink sink = new ScriptedSink();
    private final InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = new InMemoryAggregates<>(
            Dwelling.KIND,
            sink,
            clock,
            meters);

    @Test
    void countsWhatIsPublishedSweptAndCleared() {
        dwellings.change("h-1", Dwelling.change("h-1", 2), Publish.BEFORE_RETURN);
        assertThat(count("published")).isEqualTo(2);
        sink.now(Mode.FAIL);
        dwellings.change("h-2", Dwelling.change("h-2", 3), Publish.SOON);
        assertThat(count("publish.failures")).isEqualTo(3);
        clock.advance(Duration.ofSeconds(20));
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(meters.get("twonets.delivery.unpublished.oldest.seconds").gauge().value()).isEqualTo(20);
        sink.now(Mode.ACKNOWLEDGE);
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(count("sweep.sent")).isEqualTo(5);
        assertThat(count("cleared")).isEqualTo(2);
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(meters.get("twonets.delivery.unpublished.oldest.seconds").gauge().value()).isZero();
    }

    @Test
    void countsWhatHappenedOnceHoweverOftenItIsSent() {
        sink.now(Mode.FAIL);
        dwellings.change("h-1", Dwelling.change("h-1", 3), Publish.SOON);
        sink.now(Mode.ACKNOWLEDGE);
        clock.advance(Duration.ofSeconds(20));
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.BEFORE_RETURN);
        dwellings.sweep(Duration.ZERO);

        assertThat(happened("household.registered")).isEqualTo(1);
        assertThat(happened("household.moved")).isEqualTo(3);
        assertThat(meters.get("twonets.delivery.publish.lag").timer().count()).isEqualTo(4);
        assertThat(meters.get("twonets.delivery.publish.lag").timer().max(TimeUnit.SECONDS)).isEqualTo(20);
    }

    private double happened(String type) {
        return meters.get("twonets.delivery.happened").tags("collection", "dwellings", "type", type).counter().count();
    }

    @Test
    void countsConflicts() {
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        boolean[] raced = new boolean[1];
        dwellings.change("h-1", Change.of(Dwelling.CAUSE, current -> {
            if (!raced[0]) {
                raced[0] = true;
                dwellings.restarted(sink).change("h-1", Dwelling.change("h-1"), Publish.SOON);
            }
            return Dwelling.happen("h-1", 1).decide(current);
        }), Publish.SOON);
        assertThat(count("conflicts")).isEqualTo(1);
    }

    private double count(String name) {
        return meters.get("twonets.delivery." + name).tag("collection", "dwellings").counter().count();
    }
}
