package cn.twonets.dispatch.casework.metrics;

import cn.twonets.dispatch.casework.CaseObserver;
import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.dispatch.casework.Followed;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts by code words only: no case, post or unit is ever a label. */
public final class CaseMetrics implements CaseObserver, OverdueSweep.Observer {
    private static final Logger log = LoggerFactory.getLogger(CaseMetrics.class);

    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicLong differenceMillis = new AtomicLong();
    private final AtomicReference<Instant> lastSwept;
    private final Counter alarms;
    private final Counter failed;
    private final Counter refused;
    private final Timer lateness;

    /** @param clock real time, without any virtual offset: sweeps are counted in it */
    public CaseMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.lastSwept = new AtomicReference<>(clock.instant());
        this.alarms = counter("alarms", "Cases that the sweep looked at");
        this.failed = counter("failed", "Cases that could not be looked at, and were postponed");
        this.refused = counter("refused", "Sweeps that did nothing because the clocks differ");
        this.lateness = Timer.builder("twonets.dispatch.sweep.lateness")
                .description("How long after its time the longest waiting case of a page was looked at")
                .register(meters);
        Gauge.builder("twonets.dispatch.sweep.age.seconds", lastSwept,
                last -> Duration.between(last.get(), clock.instant()).toMillis() / 1e3)
                .description("Since a sweep last came to its end, or since the start")
                .register(meters);
        Gauge.builder("twonets.dispatch.clock.difference.millis", differenceMillis, AtomicLong::get)
                .description("By how much this clock and the store's differed when a sweep refused to act; else 0")
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("twonets.dispatch.sweep." + name).description(description).register(meters);
    }

    @Override
    public void followed(CaseVerb.Source source, Followed what) {
        meters.counter("twonets.dispatch.followed", "source", word(source), "outcome", word(what)).increment();
    }

    @Override
    public void acted(CaseVerb verb, String result) {
        meters.counter("twonets.dispatch.acts", "verb", word(verb), "result", word(result)).increment();
    }

    @Override
    public void swept(int looked) {
        differenceMillis.set(0);
        lastSwept.set(clock.instant());
        alarms.increment(looked);
    }

    @Override
    public void late(Duration by) {
        lateness.record(by);
    }

    @Override
    public void failed(Alarm alarm, RuntimeException why) {
        failed.increment();
        log.warn("Case {} could not be looked at; postponed", alarm.id(), why);
    }

    @Override
    public void refused(Duration difference) {
        differenceMillis.set(difference.toMillis());
        refused.increment();
        log.warn("Nothing is escalated: this machine's clock and the store's differ by {} ms", difference.toMillis());
    }

    private static String word(Enum<?> value) {
        return word(value.name());
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
