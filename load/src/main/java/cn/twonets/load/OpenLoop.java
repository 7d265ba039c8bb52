package cn.twonets.load;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Arrivals at intended instants that wait for nobody: an answer that comes late delays no later arrival, and the time of
 * an arrival counts from the instant at which it was meant, so that a stall is seen by all who came during it.
 */
public final class OpenLoop {
    /** How arrivals are spread. */
    public enum Spread {
        /** At equal distances. */
        FIXED,
        /** As people come: independently of each other (exponential distances). */
        POISSON
    }

    private final Spread spread;
    private final Random random;
    private long latestNanos;
    private long lateStarts;

    /** @param seed of the distances, where they are random */
    public OpenLoop(Spread spread, long seed) {
        this.spread = spread;
        this.random = new Random(seed);
    }

    /** What begins at an arrival; must not block for long, else later arrivals start late. */
    @FunctionalInterface
    public interface Arrival {
        /**
         * @param number counts from 0
         * @param intended when it was meant to be, on the scale of {@link System#nanoTime()}
         */
        void begin(long number, long intended);
    }

    /** Runs {@code count} arrivals on the calling thread at {@code perSecond}; returns when the last has begun. */
    public void run(long count, double perSecond, Arrival arrival) throws InterruptedException {
        long[] begun = {0};
        run(() -> begun[0] < count, perSecond, (number, intended) -> {
            begun[0]++;
            arrival.begin(number, intended);
        });
    }

    /** Runs arrivals on the calling thread for a while; returns how many. */
    public long run(Duration time, double perSecond, Arrival arrival) throws InterruptedException {
        long[] end = {System.nanoTime() + time.toNanos()};
        return run(() -> System.nanoTime() < end[0], perSecond, arrival);
    }

    /** Runs arrivals on the calling thread as long as asked; returns how many. */
    public long run(BooleanSupplier more, double perSecond, Arrival arrival) throws InterruptedException {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate above zero, not " + perSecond);
        }
        double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        double next = System.nanoTime();
        long number = 0;
        while (more.getAsBoolean()) {
            long intended = (long) next;
            for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(wait);
            }
            noteLateness(System.nanoTime() - intended);
            arrival.begin(number++, intended);
            next += spread == Spread.FIXED ? gap : -Math.log(1 - random.nextDouble()) * gap;
        }
        return number;
    }

    private void noteLateness(long late) {
        latestNanos = Math.max(latestNanos, late);
        if (late > TimeUnit.MILLISECONDS.toNanos(50)) {
            lateStarts++;
        }
    }

    /** By how much the latest arrival began late: a generator that cannot keep its own time measures itself. */
    public Duration latest() {
        return Duration.ofNanos(latestNanos);
    }

    /** How many arrivals began more than 50 ms late. */
    public long lateStarts() {
        return lateStarts;
    }
}
