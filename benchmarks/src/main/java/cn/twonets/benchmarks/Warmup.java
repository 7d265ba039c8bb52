package cn.twonets.benchmarks;

import java.time.Duration;

/** How long the same work runs unmeasured first, so that the figures tell of compiled code. */
final class Warmup {
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private Warmup() {
    }

    /** Half the measured time, three seconds at most. */
    static Duration of(Duration measured) {
        Duration half = measured.dividedBy(2);
        return half.compareTo(LONGEST) < 0 ? half : LONGEST;
    }
}
