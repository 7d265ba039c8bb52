package cn.twonets.dispatch.casework.metrics;

import cn.twonets.dispatch.casework.CaseObserver;
import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.dispatch.casework.Followed;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts by code words only: no case, post or unit is ever a label. */
public final class CaseMetrics implements CaseObserver, OverdueSweep.Observer {
    private static final Logger log = LoggerFactory.getLogger(CaseMetrics.class);

    private final MeterRegistry meters;
    private final AtomicLong differenceMillis = new AtomicLong();

    public CaseMetrics(MeterRegistry meters) {
        this.meters = meters;
        meters.gauge("twonets.dispatch.clock.difference.millis", differenceMillis);
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
    public void swept(int alarms) {
        differenceMillis.set(0);
        meters.counter("twonets.dispatch.sweep.alarms").increment(alarms);
    }

    @Override
    public void failed(Alarm alarm, RuntimeException why) {
        meters.counter("twonets.dispatch.sweep.failed").increment();
        log.warn("Case {} could not be looked at; postponed", alarm.id(), why);
    }

    @Override
    public void refused(Duration difference) {
        differenceMillis.set(difference.toMillis());
        meters.counter("twonets.dispatch.sweep.refused").increment();
        log.warn("Nothing is escalated: this machine's clock and the store's differ by {} ms", difference.toMillis());
    }

    private static String word(Enum<?> value) {
        return word(value.name());
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
