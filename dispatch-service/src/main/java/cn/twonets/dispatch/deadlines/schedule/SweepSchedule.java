package cn.twonets.dispatch.deadlines.schedule;

import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.grid.GridDirectory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Sweeps at a fixed pace, from when the grid is known; an absent store only makes it try again later. */
public final class SweepSchedule implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SweepSchedule.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final OverdueSweep sweep;
    private final GridDirectory grid;
    private final Duration pace;
    private @Nullable ScheduledExecutorService executor;

    /** @param pace the pause between two sweeps */
    public SweepSchedule(OverdueSweep sweep, GridDirectory grid, Duration pace) {
        this.sweep = sweep;
        this.grid = grid;
        this.pace = pace;
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            executor = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("overdue-sweep").factory());
            executor.scheduleWithFixedDelay(this::sweepOnce, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The executor would end for good at the first exception, so a failed sweep is told and the next one goes on. */
    private void sweepOnce() {
        if (!grid.isReady()) {
            return;
        }
        try {
            sweep.sweep();
        } catch (RuntimeException e) {
            log.warn("The sweep of overdue cases failed and will be tried again in {}", pace, e);
        }
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
