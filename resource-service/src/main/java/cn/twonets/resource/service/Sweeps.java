package cn.twonets.resource.service;

import cn.twonets.grid.GridDirectory;
import cn.twonets.resource.catalogue.CapacityWatch;
import cn.twonets.resource.referrals.DueSweep;
import cn.twonets.resource.referrals.HoldSweep;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the sweeps run again and again while the service runs. A sweep that fails is told and tried again; nothing is done
 * while this machine's clock and the store's differ by more than 30 s.
 */
final class Sweeps implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
    private static final Duration MOST_DIFFERENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final DueSweep due;
    private final HoldSweep holds;
    private final CapacityWatch capacity;
    private final GridDirectory grid;
    private final MongoDatabase database;
    private final Clock real;
    private final ResourceProperties.Sweeps pace;
    private @Nullable ScheduledExecutorService executor;

    /** @param real this machine's real time, without any virtual offset: stores know nothing of that */
    Sweeps(
            DueSweep due,
            HoldSweep holds,
            CapacityWatch capacity,
            GridDirectory grid,
            MongoDatabase database,
            Clock real,
            ResourceProperties.Sweeps pace) {
        this.due = due;
        this.holds = holds;
        this.capacity = capacity;
        this.grid = grid;
        this.database = database;
        this.real = real;
        this.pace = pace;
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            executor = Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().name("sweep-", 0).factory());
            every(executor, pace.dueEvery(), "due", due::run);
            every(executor, pace.holdsEvery(), "hold", holds::run);
            every(executor, pace.capacityEvery(), "capacity", capacity::run);
        }
    }

    private void every(ScheduledExecutorService on, Duration pause, String name, Runnable sweep) {
        on.scheduleWithFixedDelay(() -> {
            try {
                if (grid.isReady() && clocksAgree()) {
                    sweep.run();
                }
            } catch (RuntimeException e) {
                LOG.warn("The {} sweep failed and will be tried again in {}", name, pause, e);
            }
        }, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean clocksAgree() {
        Instant theirs = database.runCommand(new Document("hello", 1)).getDate("localTime").toInstant();
        Duration difference = Duration.between(theirs, real.instant()).abs();
        if (difference.compareTo(MOST_DIFFERENCE) > 0) {
            LOG.error("Not sweeping: this clock and the store's differ by {}", difference);
            return false;
        }
        return true;
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = executor;
        executor = null;
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            if (!running.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
