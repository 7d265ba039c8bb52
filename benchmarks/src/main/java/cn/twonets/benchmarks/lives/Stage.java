package cn.twonets.benchmarks.lives;

import cn.twonets.load.ClientHistory;
import cn.twonets.load.Course;
import cn.twonets.load.Door;
import cn.twonets.load.Fleet;
import cn.twonets.load.LifeDriver;
import cn.twonets.load.OpenLoop;
import cn.twonets.load.Sender;
import cn.twonets.load.Tokens;
import cn.twonets.load.TopicWatch;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Where stretches of load are run, one after the other, against one product with one fleet of callers. */
final class Stage implements AutoCloseable {
    private static final Duration ENDING = Duration.ofMinutes(3);
    private static final Duration RETRYING = Duration.ofSeconds(60);

    private final Rig rig;
    private final Fleet fleet;
    private final Tokens tokens;
    private final Door door;
    private final int batch;

    /** @param batch needs submitted at once, where submissions come in batches */
    Stage(Rig rig, Fleet.Size size, int batch) throws IOException {
        this.rig = rig;
        this.fleet = Fleet.gather(rig.api(), size);
        this.tokens = new Tokens(rig.folder(), rig.ports(), Clock.systemUTC());
        this.door = new Door(rig.ports().gatewayUri());
        this.batch = batch;
    }

    /** Callers that have acted so far. */
    int callers() {
        return tokens.callers();
    }

    /** Offers lives at a rate, open loop, and waits until each has ended. */
    Stretch offer(String name, Course course, long lives, double perSecond) throws IOException, InterruptedException {
        OpenLoop arrivals = new OpenLoop(OpenLoop.Spread.POISSON, lives);
        return run(name, perSecond, arrivals, course, (driver, timings) -> {
            if (course.bulk()) {
                arrivals.run((lives + batch - 1) / batch, perSecond / batch, (number, intended) -> driver
                        .beginBatch((int) Math.min(batch, lives - number * batch), number, intended));
            } else {
                arrivals.run(lives, perSecond, (number, intended) -> driver.begin(intended));
            }
        });
    }

    /** Keeps so many lives under way, as fast as they end: to find out what can be done, not how long people wait. */
    Stretch fill(String name, Course course, long lives, int underWay) throws IOException, InterruptedException {
        OpenLoop none = new OpenLoop(OpenLoop.Spread.FIXED, 0);
        int atOnce = course.bulk() ? batch : 1;
        return run(name, 0, none, course, (driver, timings) -> {
            long until = System.nanoTime() + ENDING.toNanos();
            long last = 0;
            for (long number = 0; driver.begun() < lives; number++) {
                while (driver.begun() - driver.ended() > underWay - atOnce) {
                    if (driver.ended() > last) {
                        last = driver.ended();
                        until = System.nanoTime() + ENDING.toNanos();
                    } else if (System.nanoTime() > until) {
                        return;
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
                if (course.bulk()) {
                    driver.beginBatch((int) Math.min(batch, lives - driver.begun()), number, System.nanoTime());
                } else {
                    driver.begin(System.nanoTime());
                }
            }
        });
    }

    private interface Arrivals {
        void come(LifeDriver driver, Timings timings) throws InterruptedException;
    }

    private Stretch run(String name, double offered, OpenLoop loop, Course course, Arrivals arrivals)
            throws IOException, InterruptedException {
        Timings timings = new Timings();
        Sender sender = new Sender(door, tokens, Clock.systemUTC(), RETRYING);
        try (LifeDriver driver = new LifeDriver(fleet, course, UUID.randomUUID().toString(), sender,
                ClientHistory.forgotten(), timings);
                TopicWatch watch = TopicWatch.open(rig.ports().bootstrapServers(), driver::saw)) {
            Map<String, ProcessUse> before = rig.use();
            long ownBefore = ownCpuNanos();
            long began = System.nanoTime();
            arrivals.come(driver, timings);
            if (!driver.awaitEnd(ENDING)) {
                for (int i = 0; i < driver.underWay().size(); i++) {
                    timings.count("life did not end within " + ENDING.toMinutes() + " minutes");
                }
            }
            watch.requireAlive();
            Duration wall = Duration.ofNanos(System.nanoTime() - began);
            double own = (ownCpuNanos() - ownBefore) / 1e9;
            Map<String, ProcessUse> after = rig.use();
            Map<String, Map<String, Double>> use = new LinkedHashMap<>();
            double product = 0;
            for (Map.Entry<String, ProcessUse> one : after.entrySet()) {
                ProcessUse was = before.get(one.getKey());
                use.put(one.getKey(), one.getValue().partsSince(was));
                product += one.getValue().cpuSeconds() - was.cpuSeconds();
            }
            return new Stretch(name, offered, driver.begun(), timings, began, use, product, own, wall, loop.latest(),
                    loop.lateStarts());
        }
    }

    /** Waits until nothing is written any more, lazy clearing included. */
    void awaitQuiet() throws IOException, InterruptedException {
        Quiet.await(rig.ports());
    }

    private static long ownCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Override
    public void close() {
        door.close();
    }
}
