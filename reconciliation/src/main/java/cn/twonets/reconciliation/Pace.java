package cn.twonets.reconciliation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Lets a run look at only so much a second, so that the calls of people need not wait for it. */
public final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private final LongSupplier nanoTime;
    private final LongConsumer rest;
    private long freeAt;

    /**
     * @param perSecond documents and records, at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Pace(int perSecond) {
        this(perSecond, System::nanoTime, LockSupport::parkNanos);
    }

    Pace(int perSecond, LongSupplier nanoTime, LongConsumer rest) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("at least one a second: " + perSecond);
        }
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.rest = rest;
        this.freeAt = nanoTime.getAsLong();
    }

    /** So much was looked at: returns when that is not more than allowed. Time that nobody used is not saved up. */
    void looked(long count) {
        long now = nanoTime.getAsLong();
        freeAt = (freeAt - now < 0 ? now : freeAt) + count * SECOND / perSecond;
        while (freeAt - now > 0 && !Thread.currentThread().isInterrupted()) {
            rest.accept(freeAt - now);
            now = nanoTime.getAsLong();
        }
    }
}
