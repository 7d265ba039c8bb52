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
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.judge.Claim;
import cn.twonets.system.judge.Family;
import cn.twonets.system.judge.Judge;
import cn.twonets.system.judge.PoolSample;
import cn.twonets.system.judge.Poison;
import cn.twonets.system.judge.Run;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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
    /** Every so many-th kill is followed by another one while the process starts. */
    private static final int AGAIN = 4;
    private static final int AGAIN_WITHIN_MILLIS = 5_000;
    /** In every so many-th life a leader decides. */
    private static final int LEADER_EVERY = 4;
    /** At every so many-th arrival a village sends many needs in one batch; they are acted upon in bulk. */
    private static final int BATCH_EVERY = 4;
    private static final Duration BULK_EVERY = Duration.ofSeconds(5);
    /** What sweeps wait for (a hold's minute, an unsent event's quarter) passes at once. */
    static final Duration SWEEPS = Duration.ofMinutes(2);
    /** So often the needs that nobody acts on are left until they are overdue. */
    private static final int ESCALATIONS = 2;
    /** Clients that wait for a product that is down ask less and less often: the machine is needed for its start. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PROGRESS = Duration.ofSeconds(30);
    private static final int UNITS = 1_000_000;

    private final Settings settings;
    private final Consumer<String> messages;
    private final Random random;
    private final List<Kill> kills = new ArrayList<>();
    private final List<Run.Gap> gaps = new ArrayList<>();
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
        try (Processes processes = Processes.start(part -> Launch.onClassPath(settings.options(part)), settings.data(),
                base, settings.separate());
                Stores stores = new Stores(ports.storeUri()
                        + "&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000&socketTimeoutMS=20000")) {
            messages.accept("started on ports from " + base + " in " + settings.data());
            Api api = processes.any().api();
            Fleet fleet = Fleet.gather(api, new Fleet.Size(settings.villages(), settings.villages(), UNITS));
            Set<String> leftAlone = Planting.needs(api, fleet);
            leftAlone.add(Planting.canaries(api));
            // the starter data has a need of its own
            leftAlone.addAll(stores.all(Family.NEED, state -> "").keySet());
            List<Poison> poisons = Planting.poisons(ports.bootstrapServers(), messages);
            Lives lives = live(processes, stores, fleet, ports, leftAlone);
            new Run(settings.seed(), leftAlone, Planting.CANARIES, poisons, gaps).write(settings.run());
            messages.accept("judging …");
            Claim.Gathering claims = new Claim.Gathering();
            Flights.Looking flights = new Flights.Looking(kills);
            ClientHistory.InFile.read(settings.history(), attempt -> {
                claims.add(attempt);
                flights.add(attempt);
            });
            var judgement = new Judge(settings.data(), ports).judge(claims.claims(), Run.read(settings.run()));
            judgement.verdict().include(sampled);
            return new Report(settings, judgement, lives, flights.flights(), started, CLOCK.instant());
        }
    }

    /**
     * How the lives went.
     *
     * @param begun lives
     * @param closed that ended as they should
     * @param broken that could not go on
     * @param putOff lives that began late, because so many were under way
     * @param samples of the pools taken meanwhile
     * @param drained whether all came to rest in time
     */
    public record Lives(long begun, long closed, long broken, long putOff, long samples, boolean drained) {}

    private Lives live(Processes processes, Stores stores, Fleet fleet, Ports ports, Set<String> leftAlone)
            throws IOException, InterruptedException {
        try (ClientHistory history = new ClientHistory.InFile(settings.history());
                Door door = new Door(ports.gatewayUri());
                Sampler sampler = new Sampler(stores, sampled)) {
            Sender sender = new Sender(door, new Tokens(processes.any().folder(), ports, CLOCK), CLOCK,
                    settings.patience(), LONGEST_PAUSE);
            try (LifeDriver driver = new LifeDriver(fleet, Course.mixed(LEADER_EVERY, BULK_EVERY),
                    "crash-" + settings.seed(),
                    sender, history, new Troubles(messages));
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
                long[] told = {System.nanoTime()};
                long[] putOff = {0};
                new OpenLoop(OpenLoop.Spread.POISSON, settings.seed()).run(
                        () -> driver.begun() < settings.needs() || killing.get(),
                        settings.rate() * BATCH_EVERY / (BATCH_EVERY - 1 + settings.batch()),
                        (number, intended) -> {
                            putOff[0] += awaitRoom(driver) ? 1 : 0;
                            if (number % BATCH_EVERY == 0) {
                                driver.beginBatch(settings.batch(), number, intended);
                            } else {
                                driver.begin(intended);
                            }
                            if (intended - told[0] > PROGRESS.toNanos()) {
                                told[0] = intended;
                                progress(driver);
                            }
                        });
                killer.join();
                requireKillerDone();
                messages.accept(driver.begun() + " lives begun; waiting for all to come to rest");
                Drain drain = new Drain(settings, processes, stores, ports, gaps, messages);
                boolean ended = drain.awaitLives(driver, watch);
                boolean drained = drain.awaitRest(new PoolSample(stores, sampled)) && ended;
                for (int i = 0; drained && i < ESCALATIONS; i++) {
                    drained = drain.letGoOverdue(leftAlone) && drain.awaitRest(new PoolSample(stores, sampled));
                }
                return new Lives(driver.begun(), driver.closed(), driver.broken(), putOff[0],
                        sampler.taken(), drained);
            }
        }
    }

    /** True if it had to wait: more lives under way would only be more clients that ask again and again. */
    private boolean awaitRoom(LifeDriver driver) {
        boolean waited = false;
        long until = System.nanoTime() + settings.patience().toNanos();
        while (driver.begun() - driver.closed() - driver.broken() >= settings.mostUnderWay()
                && System.nanoTime() < until) {
            waited = true;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MILLIS));
        }
        return waited;
    }

    private void progress(LifeDriver driver) {
        messages.accept(driver.begun() + " lives begun, " + driver.closed() + " closed, " + driver.underWay().size()
                + " under way, " + kills.size() + " kills");
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
        try (Backlog backlog = new Backlog(ports.bootstrapServers())) {
            for (long place : places) {
                long late = driver.begun() > place ? random.nextInt(LATE_KILL_MILLIS) : 0;
                String name = processes.names().get(random.nextInt(processes.names().size()));
                boolean again = random.nextInt(AGAIN) == 0;
                int againAfter = random.nextInt(AGAIN_WITHIN_MILLIS);
                while (driver.begun() < place) {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                }
                Thread.sleep(late);
                processes.requireAlive();
                Kill kill = kill(processes.named(name), name, driver, backlog, again ? againAfter : -1);
                kills.add(kill);
                messages.accept("kill " + kills.size() + " of " + settings.kills() + ": " + name
                        + (again ? ", and again while it started," : "") + " after " + kill.begun() + " lives, "
                        + kill.unconsumed() + " records unconsumed; ready again after " + kill.ready().toMillis()
                        + " ms; " + driver.closed() + " closed, " + driver.underWay().size() + " under way");
                awaitWork(driver);
            }
        }
    }

    private Kill kill(ProductProcess process, String name, LifeDriver driver, Backlog backlog, int againAfterMillis)
            throws IOException, InterruptedException {
        long begun = driver.begun();
        long unconsumed = backlog.unconsumed();
        Instant read = CLOCK.instant();
        process.kill();
        Instant at = CLOCK.instant();
        if (againAfterMillis >= 0) {
            process.killWhileStarting(Duration.ofMillis(againAfterMillis));
        }
        process.restart();
        Instant back = CLOCK.instant();
        gaps.add(new Run.Gap(at.toEpochMilli(), back.toEpochMilli()));
        return new Kill(name, at, begun, unconsumed, Duration.between(read, at), againAfterMillis >= 0,
                Duration.between(at, back));
    }

    /** The next kill must hit work, not a product that has just come up. */
    private void awaitWork(LifeDriver driver) throws InterruptedException {
        long closed = driver.closed();
        long until = System.nanoTime() + settings.patience().toNanos();
        while (driver.closed() == closed && System.nanoTime() < until) {
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Says what went wrong for good in lives; what is sent again is everyday life here. */
    private record Troubles(Consumer<String> messages) implements LifeListener {
        @Override
        public void broken(cn.twonets.load.Life life, cn.twonets.load.ActKind kind, String why) {
            messages.accept("life " + life.number() + " (" + life.need() + ") broke at " + kind + ": " + why);
        }
    }
}
