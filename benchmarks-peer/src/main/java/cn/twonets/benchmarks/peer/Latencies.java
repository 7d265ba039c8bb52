package cn.twonets.benchmarks.peer;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long the steps of lives took; each counts from the instant at which it was meant to begin. */
final class Latencies {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram accept = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram visible = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram life = new ConcurrentHistogram(LONGEST_MICROS, 3);

    /** Three points of a distribution, in milliseconds. */
    record Points(double p50, double p99, double p999) {
        private static Points of(Histogram histogram) {
            return new Points(millis(histogram, 50), millis(histogram, 99), millis(histogram, 99.9));
        }

        private static double millis(Histogram histogram, double percentile) {
            return histogram.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    /** A need was stored. */
    void accepted(long intendedNanos) {
        record(accept, intendedNanos);
    }

    /** What the leader did was seen by the next person. */
    void visible(long intendedNanos) {
        record(visible, intendedNanos);
    }

    /** A whole life ended. */
    void ended(long intendedNanos) {
        record(life, intendedNanos);
    }

    Points accept() {
        return Points.of(accept);
    }

    Points actToVisible() {
        return Points.of(visible);
    }

    Points life() {
        return Points.of(life);
    }

    private static void record(Histogram histogram, long intendedNanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - intendedNanos);
        histogram.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
    }
}
