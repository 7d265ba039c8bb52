package cn.twonets.system.faults;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Says what was measured, on the tests' output: figures are for people, no test depends on one. */
final class Figures {
    private Figures() {
    }

    static void say(String format, Object... values) {
        System.out.println("[faults] " + String.format(Locale.ROOT, format, values));
    }

    /** Median, 99th percentile and maximum in milliseconds. */
    static String of(List<Duration> times) {
        if (times.isEmpty()) {
            return "none";
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "p50 %d ms, p99 %d ms, max %d ms (%d calls)",
                at(sorted, 0.50),
                at(sorted, 0.99),
                sorted.getLast().toMillis(),
                sorted.size());
    }

    static double seconds(long fromNanos) {
        return (System.nanoTime() - fromNanos) / 1e9;
    }

    private static long at(List<Duration> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1)))).toMillis();
    }
}
