package cn.twonets.benchmarks.lives;

import cn.twonets.load.ActKind;
import cn.twonets.load.Attempt;
import cn.twonets.load.Life;
import cn.twonets.load.LifeListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What one stretch of load measured: latencies from the intended start, in microseconds, and what went wrong. */
final class Timings implements LifeListener {
    private static final long HIGHEST_MICROS = 10 * 60 * 1_000_000L;

    private final Map<ActKind, Histogram> answered = new EnumMap<>(ActKind.class);
    private final Map<ActKind, Histogram> visible = new EnumMap<>(ActKind.class);
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final LongAdder tooEarly = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final AtomicLong lastAccepted = new AtomicLong();
    private final AtomicLong lastClosed = new AtomicLong();

    Timings() {
        for (ActKind kind : ActKind.values()) {
            answered.put(kind, new ConcurrentHistogram(HIGHEST_MICROS, 3));
            visible.put(kind, new ConcurrentHistogram(HIGHEST_MICROS, 3));
        }
    }

    @Override
    public void done(ActKind kind, long intendedNanos, long answeredNanos) {
        record(answered.get(kind), intendedNanos, answeredNanos);
        if (kind == ActKind.SUBMIT) {
            accepted.increment();
            lastAccepted.accumulateAndGet(answeredNanos, Math::max);
        }
    }

    @Override
    public void visible(ActKind kind, long intendedNanos, long seenNanos) {
        record(visible.get(kind), intendedNanos, seenNanos);
    }

    @Override
    public void trouble(ActKind kind, Attempt.Outcome outcome, int status, String detail) {
        count(kind + " " + outcome + " " + status + " " + detail);
    }

    @Override
    public void tooEarly() {
        tooEarly.increment();
    }

    @Override
    public void closed(Life life, long seenNanos) {
        closed.increment();
        lastClosed.accumulateAndGet(seenNanos, Math::max);
    }

    @Override
    public void broken(Life life, ActKind kind, String why) {
        count("life broken at " + kind + ": " + why);
    }

    /** Something that went wrong beside the calls themselves. */
    void count(String error) {
        errors.computeIfAbsent(error, unseen -> new LongAdder()).increment();
    }

    private static void record(Histogram into, long from, long until) {
        into.recordValue(Math.clamp((until - from) / 1_000, 1, HIGHEST_MICROS));
    }

    Histogram answered(ActKind kind) {
        return answered.get(kind);
    }

    Histogram visible(ActKind kind) {
        return visible.get(kind);
    }

    /** Acts of every kind together, the submission left out: from the intended start until the next person can see it. */
    Histogram visibleToTheNext() {
        Histogram all = new Histogram(HIGHEST_MICROS, 3);
        visible.forEach((kind, histogram) -> {
            if (kind != ActKind.SUBMIT) {
                all.add(histogram);
            }
        });
        return all;
    }

    Map<String, Long> errors() {
        Map<String, Long> counts = new TreeMap<>();
        errors.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    long tooEarlies() {
        return tooEarly.sum();
    }

    long accepted() {
        return accepted.sum();
    }

    long closed() {
        return closed.sum();
    }

    long lastAccepted() {
        return lastAccepted.get();
    }

    long lastClosed() {
        return lastClosed.get();
    }
}
