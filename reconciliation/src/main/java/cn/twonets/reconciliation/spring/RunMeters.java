package cn.twonets.reconciliation.spring;

import cn.twonets.reconciliation.DifferenceKind;
import cn.twonets.reconciliation.Report;
import cn.twonets.reconciliation.Run;
import cn.twonets.reconciliation.RunObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each run in the log, in one line, and under {@code twonets.reconcile.*}. */
final class RunMeters implements RunObserver {
    private static final Logger LOG = LoggerFactory.getLogger("cn.twonets.reconciliation");

    private final String service;
    private final MeterRegistry meters;
    private final Map<DifferenceKind, AtomicLong> remaining = new EnumMap<>(DifferenceKind.class);
    private final AtomicLong undecided = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong neither = new AtomicLong();
    private final AtomicLong endedAt = new AtomicLong();

    RunMeters(String service, MeterRegistry meters) {
        this.service = service;
        this.meters = meters;
        for (DifferenceKind kind : DifferenceKind.values()) {
            AtomicLong number = new AtomicLong();
            remaining.put(kind, number);
            meters.gauge("twonets.reconcile.remaining", Tags.of("kind", kind.code()),
                    number);
            // From the start: a counter that appears with its first difference hides it from whoever asks for a rise.
            counter("found", kind.code());
            counter("healed", kind.code());
        }
        meters.gauge("twonets.reconcile.undecided", undecided);
        meters.gauge("twonets.reconcile.failures", failures);
        meters.gauge("twonets.reconcile.needs.neither", neither);
        Gauge.builder("twonets.reconcile.last.ended", endedAt, AtomicLong::get)
                .baseUnit("seconds")
                .description("When the last run ended, in seconds since 1970; 0 if there was none")
                .register(meters);
    }

    private Counter counter(String what, String kind) {
        return meters.counter("twonets.reconcile." + what, "kind", kind);
    }

    @Override
    public void known(Run run) {
        Report report = run.report();
        remaining.values().forEach(number -> number.set(0));
        for (Report.Kind kind : report.differences()) {
            DifferenceKind.of(kind.code()).ifPresent(known -> remaining.get(known).set(kind.remaining()));
        }
        undecided.set(report.undecided());
        failures.set(report.failures().size());
        if (report.accepted() != null) {
            neither.set(report.accepted().neither());
        }
        if (run.endedAt() != null) {
            endedAt.set(run.endedAt().getEpochSecond());
        }
    }

    @Override
    public void notKept(Run run, RuntimeException why) {
        LOG.warn("Reconciliation of {}, {}, has ended, and what it found could not be kept: {}", service, run.id(),
                why.toString());
    }

    @Override
    public void ended(Run run, Duration took) {
        Report report = run.report();
        String result = !report.isComplete() ? "incomplete" : report.remaining() > 0 ? "differences" : "clean";
        meters.counter("twonets.reconcile.runs", "result", result).increment();
        meters.timer("twonets.reconcile.duration").record(took);
        for (Report.Kind kind : report.differences()) {
            counter("found", kind.code()).increment(kind.found());
            counter("healed", kind.code()).increment(kind.found() - kind.remaining());
        }
        known(run);
        String line = "Reconciliation of %s, %s by %s, took %d ms: %s; found %d, remaining %d, undecided %d%s%s"
                .formatted(
                        service, run.id(), run.by(), took.toMillis(), result, report.found(), report.remaining(),
                        report.undecided(),
                        report.differences().stream()
                                .map(kind -> ", %s %d/%d".formatted(kind.code(), kind.remaining(), kind.found()))
                                .collect(Collectors.joining()),
                        report.failures().stream().map(failure -> "; not done: " + failure)
                                .collect(Collectors.joining()));
        if (result.equals("clean")) {
            LOG.info(line);
        } else {
            LOG.warn(line);
        }
    }
}
