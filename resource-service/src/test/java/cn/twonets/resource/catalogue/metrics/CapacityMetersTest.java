package cn.twonets.resource.catalogue.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.NeedId;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.testing.Services;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityMetersTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final HoldId ONE = new HoldId(new NeedId("need-0001"), 1);
    private static final HoldId OTHER = new HoldId(new NeedId("need-0002"), 1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CapacityMeters capacity = new CapacityMeters(meters);

    private double units(String state) {
        return meters.get("twonets.resource.capacity.units").tags("kind", "housing", "state", state).gauge().value();
    }

    private double services(String name) {
        return meters.get("twonets.resource.services" + name).tags("kind", "housing").gauge().value();
    }

    @Test
    void tellsTheLevelsOfAllPoolsTogether() {
        AidService roomy = Services.housing("rebuild", 3);
        AidService full = Services.housing("other", 1);
        Pool three = Pool.opened(roomy.pool(NOW), 3)
                .reserve(ONE, 1, NOW)
                .orElseThrow()
                .reserve(OTHER, 1, NOW)
                .orElseThrow()
                .confirm(OTHER);
        Pool one = Pool.opened(full.pool(NOW), 1).reserve(ONE, 1, NOW).orElseThrow();

        capacity.looked(Map.of(roomy, three, full, one));

        assertThat(units("available")).isEqualTo(1);
        assertThat(units("held")).isEqualTo(2);
        assertThat(units("confirmed")).isEqualTo(1);
        assertThat(services("")).isEqualTo(2);
        assertThat(services(".full")).isEqualTo(1);
    }

    @Test
    void forgetsServicesThatAreGone() {
        AidService service = Services.housing("rebuild", 3);
        capacity.looked(Map.of(service, Pool.opened(service.pool(NOW), 3)));
        capacity.looked(Map.of());

        assertThat(units("available")).isZero();
        assertThat(services("")).isZero();
    }
}
