package cn.twonets.resource.referrals.metrics;

import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.OpenReferrals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells how many referrals wait for capacity, for an answer and for delivery, and how many are late.
 * Counted in the store every now and then, so every instance tells the same.
 */
public final class ReferralMeters {
    private static final Set<ReferralStatus> LIVE = EnumSet.of(ReferralStatus.OFFERED, ReferralStatus.WAITLISTED,
            ReferralStatus.ACCEPTED);

    private final OpenReferrals referrals;
    private final Clock clock;
    private final Map<ReferralStatus, AtomicLong> live = new EnumMap<>(ReferralStatus.class);
    private final AtomicLong overdue = new AtomicLong();

    public ReferralMeters(OpenReferrals referrals, Clock clock, MeterRegistry meters) {
        this.referrals = referrals;
        this.clock = clock;
        for (ReferralStatus status : LIVE) {
            AtomicLong number = new AtomicLong();
            live.put(status, number);
            Gauge.builder("twonets.resource.referrals.live", number, AtomicLong::get)
                    .description("Referrals that have not come to an end")
                    .tags("status", status.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder("twonets.resource.referrals.overdue", overdue, AtomicLong::get)
                .description("Referrals whose provider is past the time of its answer or delivery")
                .register(meters);
    }

    /** Counts anew; if that fails, the last numbers stand. */
    public void count() {
        Instant now = clock.instant();
        Map<ReferralStatus, Long> counted = new EnumMap<>(ReferralStatus.class);
        AtomicLong late = new AtomicLong();
        referrals.all(one -> {
            counted.merge(one.status(), 1L, Long::sum);
            if (one.answerDueAt() != null && !one.answerDueAt().isAfter(now)) {
                late.incrementAndGet();
            }
        });
        live.forEach((status, shown) -> shown.set(counted.getOrDefault(status, 0L)));
        overdue.set(late.get());
    }
}
