package cn.twonets.system.crash;

import cn.twonets.load.LifeDriver;
import cn.twonets.load.TopicWatch;
import cn.twonets.standalone.clock.VirtualTime;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.judge.Family;
import cn.twonets.system.judge.Kept;
import cn.twonets.system.judge.PoolSample;
import cn.twonets.system.judge.Run;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Waits until nothing is under way any more, moving the product's clock where it would have to wait for hours. */
final class Drain {
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final Duration PAST = Duration.ofSeconds(1);

    private final Settings settings;
    private final Processes processes;
    private final Stores stores;
    private final Topics topics;
    private final List<Run.Gap> gaps;
    private final VirtualTime time;
    private final Consumer<String> messages;

    /** @param gaps is told over which times the clock was moved */
    Drain(Settings settings, Processes processes, Stores stores, Ports ports, List<Run.Gap> gaps,
            Consumer<String> messages) {
        this.settings = settings;
        this.processes = processes;
        this.stores = stores;
        this.topics = new Topics(ports.bootstrapServers());
        this.gaps = gaps;
        this.time = new VirtualTime(processes.any().folder(), Clock.systemUTC());
        this.messages = messages;
    }

    /** Waits for the ends of all lives, and lets pass what sweeps wait for; false if the time is over before. */
    boolean awaitLives(LifeDriver driver, TopicWatch watch) throws InterruptedException {
        boolean ended = driver.awaitEnd(settings.patience());
        watch.requireAlive();
        processes.requireAlive();
        if (!ended) {
            driver.underWay().stream().limit(10).forEach(life -> messages.accept("life " + life.number() + " ("
                    + life.need() + ") has not ended; begun " + life.begun()));
        }
        move(CrashRun.SWEEPS);
        return ended;
    }

    /** Waits until nothing is unpublished, unconsumed or unsettled; false if the time is over before. */
    boolean awaitRest(PoolSample pools) throws InterruptedException {
        return await(() -> stores.unpublished() == 0 && topics.lag() == 0 && pools.isSettled());
    }

    /** Moves the clock past the due time of needs that nobody acts on, and waits until each has gone on to somebody. */
    boolean letGoOverdue(Set<String> needs) throws InterruptedException {
        long latest = needs.stream().mapToLong(this::dueAt).max().orElse(0);
        Duration ahead = Duration.ofMillis(latest - time.now().toEpochMilli()).plus(PAST);
        if (ahead.isPositive()) {
            move(ahead);
        }
        return await(() -> needs.stream().allMatch(need -> dueAt(need) > time.now().toEpochMilli()));
    }

    private long dueAt(String need) {
        Kept kept = stores.find(Family.CASE, need);
        return kept == null || kept.aidCase() == null ? 0 : kept.aidCase().dueAt();
    }

    private void move(Duration by) {
        long from = time.now().toEpochMilli();
        time.advance(by);
        gaps.add(new Run.Gap(from, time.now().toEpochMilli()));
    }

    private boolean await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + settings.patience().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return true;
    }
}
