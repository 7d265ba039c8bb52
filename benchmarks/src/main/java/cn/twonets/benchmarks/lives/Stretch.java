package cn.twonets.benchmarks.lives;

import java.time.Duration;
import java.util.Map;

/**
 * What one stretch of load came to.
 *
 * @param name what it is called
 * @param offered arrivals a second that were meant; 0 where as many as fit were kept under way instead
 * @param lives begun
 * @param timings latencies, counts and errors
 * @param began first intended start, on the scale of {@link System#nanoTime()}
 * @param use CPU-seconds of the product's processes meanwhile, by process and part; empty where they are not known
 * @param productCpu CPU-seconds of all the product's processes
 * @param ownCpu CPU-seconds of the generator
 * @param wall how long it took until the last life ended
 * @param latest by how much the latest arrival began late
 * @param lateStarts arrivals that began more than 50 ms late
 */
record Stretch(String name, double offered, long lives, Timings timings, long began,
        Map<String, Map<String, Double>> use, double productCpu, double ownCpu, Duration wall, Duration latest,
        long lateStarts) {
    private static final double LATE_SHARE = 0.01;

    double completedPerSecond() {
        return perSecond(timings.closed(), timings.lastClosed());
    }

    double acceptedPerSecond() {
        return perSecond(timings.accepted(), timings.lastAccepted());
    }

    private double perSecond(long count, long until) {
        double seconds = (until - began) / 1e9;
        return count == 0 || seconds <= 0 ? 0 : count / seconds;
    }

    /** Whether the generator could not keep its own time: then the figures are about it, and not about the product. */
    boolean isGeneratorOverloaded() {
        return lateStarts > LATE_SHARE * Math.max(1, lives);
    }

    /** Share of the machine's cores that the generator took. */
    double ownShare() {
        double seconds = wall.toNanos() / 1e9;
        return seconds <= 0 ? 0 : ownCpu / seconds / Runtime.getRuntime().availableProcessors();
    }

}
