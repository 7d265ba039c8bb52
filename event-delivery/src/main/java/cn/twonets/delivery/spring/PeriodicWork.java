package cn.twonets.delivery.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does a service's sweeps again and again while it runs. A round that fails is told and the next one tries again: an
 * absent store must not end the work for good. At the end a round in hand has ten seconds to finish.
 */
public final class PeriodicWork implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicWork.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final String name;
    private final List<Task> tasks;
    private @Nullable ScheduledExecutorService executor;

    /**
     * One kind of work.
     *
     * @param name for log lines
     * @param pause between the end of a round and the next
     * @param round the work
     */
    public record Task(String name, Duration pause, Runnable round) {}

    /**
     * @param name of the threads; each task may have one
     * @param tasks begin at once and go on until the service stops
     */
    public PeriodicWork(String name, Task... tasks) {
        this.name = name;
        this.tasks = List.of(tasks);
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            ScheduledExecutorService started = Executors
                    .newScheduledThreadPool(tasks.size(), Thread.ofPlatform().daemon().name(name + "-", 0).factory());
            for (Task task : tasks) {
                started.scheduleWithFixedDelay(() -> once(task), 0, task.pause().toMillis(), TimeUnit.MILLISECONDS);
            }
            executor = started;
        }
    }

    /** The executor would end a task for good at its first exception. */
    private static void once(Task task) {
        try {
            task.round().run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed and will be tried again in {}: {}", task.name(), task.pause(), e.toString());
            LOG.debug("{} failed", task.name(), e);
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
