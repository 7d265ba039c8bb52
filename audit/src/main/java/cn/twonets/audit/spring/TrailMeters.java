package cn.twonets.audit.spring;

import cn.twonets.audit.file.WriteObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Tells how writing goes, as {@code twonets.audit.*}. */
final class TrailMeters implements WriteObserver {
    private final DistributionSummary groups;
    private final Counter refused;
    private final Counter outcomesLost;

    TrailMeters(MeterRegistry meters) {
        groups = DistributionSummary.builder("twonets.audit.entries")
                .description("Entries kept by one write; the sum counts all entries, the count all writes")
                .register(meters);
        refused = Counter.builder("twonets.audit.refused")
                .description("Acts and sensitive reads refused because they could not be written down")
                .register(meters);
        outcomesLost = Counter.builder("twonets.audit.outcomes.lost")
                .description("Times that outcomes of acts could not be written down after the acts")
                .register(meters);
    }

    @Override
    public void kept(long entries) {
        groups.record(entries);
    }

    @Override
    public void refused() {
        refused.increment();
    }

    @Override
    public void outcomeLost() {
        outcomesLost.increment();
    }
}
