package cn.twonets.resource.catalogue.metrics;

import cn.twonets.events.AidKind;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.CapacityWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the level of the pools of the present periods by kind of aid; a service of several kinds counts for each. Read in
 * the store, so every instance tells the same.
 */
public final class CapacityMeters implements CapacityWatch.Observer {
    private final Map<AidKind, Levels> levels = new EnumMap<>(AidKind.class);

    /** The numbers of one kind of aid. */
    private static final class Levels {
        private final AtomicLong available = new AtomicLong();
        private final AtomicLong held = new AtomicLong();
        private final AtomicLong confirmed = new AtomicLong();
        private final AtomicLong services = new AtomicLong();
        private final AtomicLong full = new AtomicLong();

        private void add(AidService service, Pool pool) {
            available.addAndGet(pool.available());
            held.addAndGet(pool.held());
            confirmed.addAndGet(pool.confirmed());
            services.incrementAndGet();
            if (!pool.hasRoom(service.terms().unitsEach())) {
                full.incrementAndGet();
            }
        }

        private void set(@Nullable Levels found) {
            Levels now = found == null ? new Levels() : found;
            available.set(now.available.get());
            held.set(now.held.get());
            confirmed.set(now.confirmed.get());
            services.set(now.services.get());
            full.set(now.full.get());
        }
    }

    public CapacityMeters(MeterRegistry meters) {
        for (AidKind kind : AidKind.values()) {
            Levels shown = new Levels();
            levels.put(kind, shown);
            String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            units(meters, word, "available", shown.available);
            units(meters, word, "held", shown.held);
            units(meters, word, "confirmed", shown.confirmed);
            Gauge.builder("twonets.resource.services", shown.services, AtomicLong::get)
                    .description("Aid services")
                    .tags("kind", word)
                    .register(meters);
            Gauge.builder("twonets.resource.services.full", shown.full, AtomicLong::get)
                    .description("Aid services that have no room for one more referral")
                    .tags("kind", word)
                    .register(meters);
        }
    }

    private static void units(MeterRegistry meters, String kind, String state, AtomicLong number) {
        Gauge.builder("twonets.resource.capacity.units", number, AtomicLong::get)
                .description("Units of the present periods, of whatever each service gives")
                .tags("kind", kind, "state", state)
                .register(meters);
    }

    @Override
    public void looked(Map<AidService, Pool> present) {
        Map<AidKind, Levels> counted = new EnumMap<>(AidKind.class);
        present.forEach((service, pool) -> service.terms()
                .kinds()
                .forEach(kind -> counted.computeIfAbsent(kind, absent -> new Levels()).add(service, pool)));
        levels.forEach((kind, shown) -> shown.set(counted.get(kind)));
    }
}
