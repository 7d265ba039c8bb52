package cn.twonets.system.crash;

import cn.twonets.load.ClientHistory;
import cn.twonets.load.Course;
import cn.twonets.load.Door;
import cn.twonets.load.Fleet;
import cn.twonets.load.LifeDriver;
import cn.twonets.load.LifeListener;
import cn.twonets.load.OpenLoop;
import cn.twonets.load.ProductProcess;
import cn.twonets.load.ProductProcess.Launch;
import cn.twonets.load.Sender;
import cn.twonets.load.Tokens;
import cn.twonets.load.TopicWatch;
import cn.twonets.standalone.clock.VirtualTime;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.judge.Family;
import cn.twonets.system.judge.Judge;
import cn.twonets.system.judge.PoolSample;
import cn.twonets.system.judge.Poison;
import cn.twonets.system.judge.Run;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Topics;
import cn.twonets.system.judge.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One crash test: starts the product, lets people live their lives through the gateway whatever happens, kills processes
 * in the middle of it, waits until all has come to rest, and has it judged.
 */
public final class CrashRun {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final long LOOK_EVERY_MILLIS = 20;
    /** A kill comes so long after the product works again, at the most, if it is late already. */
    private static final int LATE_KILL_MILLIS = 1_500;
    /** What sweeps wait for (a hold's minute, an unsent event's quarter) passes at once. */
    private static final Duration SWEEPS = Duration.ofMinutes(2);
    private static final Fleet.Size FLEET = new Fleet.Size(200, 26, 1_000_000);

    private final Settings settings;
    private final Consumer<String> messages;
    private final Random random;
    private final List<Kill> kills = new ArrayList<>();
    private final Verdict sampled = new Verdict();
    private final AtomicReference<@Nullable Exception> killerFailed = new AtomicReference<>();

    /** @param messages is told how it goes, in words */
    public CrashRun(Settings settings, Consumer<String> messages) {
        this.settings = settings;
        this.messages = messages;
        this.random = new Random(settings.seed());
    }

    /** Does all of it. */
    public Report run() throws IOException, InterruptedException {
        int base = ProductProcess.freeBase();
        Ports ports = Ports.from(base);
        Instant started = CLOCK.instant();
        try (Processes processes = Processes.start(Launch.onClassPath(settings.javaOptions()), settings.data(), base,
                settings.separate());
                Stores stores = new Stores(ports.storeUri()
                        + "&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000&socketTimeoutMS=20000")) {
            messages.accept("started on ports from " + base + " in " + settings.data());
            Fleet fleet = Fleet.gather(processes.any().api(), FLEET);
            Set<String> others = new HashSet<>(stores.all(Family.NEED, state -> "").keySet());
            others.add(Planting.canaries(processes.any().api()));
            List<Poison> poisons = Planting.poisons(ports.bootstrapServers());
            new Run(settings.seed(), others, Planting.CANARIES, poisons).write(settings.run());
            Lives lives = live(processes, stores, fleet, ports);
            messages.accept("judging …");
            var history = ClientHistory.InFile.read(settings.history());
            var judgement = new Judge(settings.data(), ports).judge(history, Run.read(settings.run()));
            judgement.verdict().include(sampled);
            return new Report(settings, judgement, lives, Flights.of(kills, history), started, CLOCK.instant());
        }
    }

    /**
     * How the lives went.
     *
     * @param begun lives
     * @param closed that ended as they should
     * @param broken that could not go on
     * @param samples of the pools taken meanwhile
     * @param drained whether all came to rest in time
     */
    public record Lives(long begun, long closed, long broken, long samples, boolean drained) {}

    private Lives live(Processes processes, Stores stores, Fleet fleet, Ports ports)
            throws IOException, InterruptedException {
        Sender sender;
        try (ClientHistory history = new ClientHistory.InFile(settings.history());
                Door door = new Door(ports.gatewayUri());
                Sampler sampler = new Sampler(stores, sampled)) {
            sender = new Sender(door, new Tokens(processes.any().folder(), ports, CLOCK), CLOCK, settings.patience());
            try (LifeDriver driver = new LifeDriver(fleet, Course.singly(true), "crash-" + settings.seed(), sender,
                    history, new Troubles(messages));
                    TopicWatch watch = TopicWatch.open(ports.bootstrapServers(), driver::saw)) {
                AtomicBoolean killing = new AtomicBoolean(true);
                Thread killer = Thread.ofPlatform().name("killer").start(() -> {
                    try {
                        killAll(processes, driver, ports);
                    } catch (IOException | RuntimeException e) {
                        killerFailed.set(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        killing.set(false);
                    }
                });
                new OpenLoop(OpenLoop.Spread.POISSON, settings.seed()).run(
                        () -> driver.begun() < settings.needs() || killing.get(), settings.rate(),
                        (number, intended) -> driver.begin(intended));
                killer.join();
                requireKillerDone();
                messages.accept(driver.begun() + " lives begun; waiting for all to come to rest");
                boolean drained = drain(processes, driver, watch, stores, ports);
                return new Lives(driver.begun(), driver.closed(), driver.broken(), sampler.taken(), drained);
            }
        }
    }

    private void requireKillerDone() throws IOException {
        Exception failure = killerFailed.get();
        if (failure != null) {
            throw new IOException("the kills could not be done: " + failure.getMessage(), failure);
        }
    }

    /** At instants drawn from the seed, counted in lives begun, so that every part of the run is hit. */
    private void killAll(Processes processes, LifeDriver driver, Ports ports) throws IOException, InterruptedException {
        List<Long> places = random.longs(settings.kills(), 1, Math.max(settings.needs(), 2)).sorted().boxed().toList();
        Topics topics = new Topics(ports.bootstrapServers());
        for (long place : places) {
            long late = driver.begun() > place ? random.nextInt(LATE_KILL_MILLIS) : 0;
            String name = processes.names().get(random.nextInt(processes.names().size()));
            while (driver.begun() < place) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            Thread.sleep(late);
            processes.requireAlive();
            long unconsumed = unconsumed(topics);
            ProductProcess process = processes.named(name);
            process.kill();
            Instant at = CLOCK.instant();
            process.restart();
            Duration ready = Duration.between(at, CLOCK.instant());
            kills.add(new Kill(name, at, driver.begun(), unconsumed, ready));
            messages.accept("kill " + kills.size() + " of " + settings.kills() + ": " + name + " after "
                    + driver.begun() + " lives; ready again after " + ready.toMillis() + " ms; " + driver.closed()
                    + " closed, " + driver.underWay().size() + " under way");
            awaitWork(driver);
        }
    }

    private static long unconsumed(Topics topics) {
        try {
            return topics.lag();
        } catch (KafkaException e) {
            // a consumer group is just being formed anew; then only unanswered requests tell of work in flight
            return 0;
        }
    }

    /** The next kill must hit work, not a product that has just come up. */
    private void awaitWork(LifeDriver driver) throws InterruptedException {
        long closed = driver.closed();
        long until = System.nanoTime() + settings.patience().toNanos();
        while (driver.closed() == closed && System.nanoTime() < until) {
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private boolean drain(Processes processes, LifeDriver driver, TopicWatch watch, Stores stores, Ports ports)
            throws InterruptedException {
        boolean ended = driver.awaitEnd(settings.patience());
        watch.requireAlive();
        processes.requireAlive();
        new VirtualTime(processes.any().folder(), CLOCK).advance(SWEEPS);
        Topics topics = new Topics(ports.bootstrapServers());
        PoolSample pools = new PoolSample(stores, sampled);
        long until = System.nanoTime() + settings.patience().toNanos();
        while (stores.unpublished() > 0 || topics.lag() > 0 || !pools.isSettled()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(500);
        }
        return ended;
    }

    /** Says what went wrong for good in lives; what is sent again is everyday life here. */
    private record Troubles(Consumer<String> messages) implements LifeListener {
        @Override
        public void broken(cn.twonets.load.Life life, cn.twonets.load.ActKind kind, String why) {
            messages.accept("life " + life.number() + " (" + life.need() + ") broke at " + kind + ": " + why);
        }
    }
}
