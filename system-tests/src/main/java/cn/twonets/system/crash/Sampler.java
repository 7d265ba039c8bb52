package cn.twonets.system.crash;

import cn.twonets.system.judge.PoolSample;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Verdict;
import com.mongodb.MongoException;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the pools again and again while the product is worked with and killed. */
final class Sampler implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final PoolSample sample;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong away = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Sampler(Stores stores, Verdict verdict) {
        this.sample = new PoolSample(stores, verdict);
        this.thread = Thread.ofPlatform().name("pool-sampler").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                sample.take();
                taken.incrementAndGet();
            } catch (MongoException e) {
                // the store was killed: that is what this test does; the next sample sees it again
                away.incrementAndGet();
            }
            try {
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How many samples were taken. */
    long taken() {
        return taken.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }
}
