package cn.twonets.dispatch.grid.schedule;

import cn.twonets.dispatch.grid.GridUpkeep;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks after the grid once at the start and then at a fixed pace; an absent store only makes it try again. */
public final class UpkeepSchedule implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(UpkeepSchedule.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final GridUpkeep upkeep;
    private final Duration pace;
    private @Nullable ScheduledExecutorService executor;

    /** @param pace the pause between two rounds */
    public UpkeepSchedule(GridUpkeep upkeep, Duration pace) {
        this.upkeep = upkeep;
        this.pace = pace;
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            executor = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("grid-upkeep").factory());
            executor.scheduleWithFixedDelay(this::roundOnce, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The executor would end for good at the first exception, so a failed round is told and the next one goes on. */
    private void roundOnce() {
        try {
            upkeep.round();
        } catch (RuntimeException e) {
            LOG.warn("Looking after the grid failed and will be tried again in {}", pace, e);
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
