package cn.twonets.benchmarks.peer;

import cn.twonets.load.OpenLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flowable.task.api.Task;

/** The people: they report needs, and do at once what a life waits for, each act on one of a few threads. */
final class PeerCrowd implements PeerEngine.Watcher, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_FAILURES_KEPT = 5;

    private final PeerEngine engine;
    private final ExecutorService people;
    private final Map<String, Flight> underWay = new ConcurrentHashMap<>();
    private final AtomicLong ended = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private long numbers;

    PeerCrowd(PeerDatabase database, ResourcePools pools, Clock clock, int workers) {
        people = Executors.newFixedThreadPool(workers);
        engine = new PeerEngine(database, pools, clock, this);
    }

    private static final class Flight {
        private final String id;
        private final long intended;
        private final Latencies latencies;
        private final Semaphore places;
        private volatile long leadIntended;

        Flight(String id, long intended, Latencies latencies, Semaphore places) {
            this.id = id;
            this.intended = intended;
            this.latencies = latencies;
            this.places = places;
        }
    }

    /**
     * As many lives as it can do: the next begins when one of those under way has ended.
     *
     * @param window how many are under way at once
     */
    Latencies flatOut(long lives, int window) throws InterruptedException {
        Latencies latencies = new Latencies();
        Semaphore places = new Semaphore(window);
        for (long begun = 0; begun < lives; begun++) {
            places.acquire();
            begin(System.nanoTime(), latencies, places);
        }
        drain(places, window);
        return latencies;
    }

    /** Lives that begin when they were meant to, however many are under way. */
    Latencies paced(OpenLoop arrivals, int lives, double perSecond) throws InterruptedException {
        Latencies latencies = new Latencies();
        Semaphore places = new Semaphore(lives);
        arrivals.run(lives, perSecond, (number, intended) -> {
            places.acquireUninterruptibly();
            begin(intended, latencies, places);
        });
        drain(places, lives);
        return latencies;
    }

    /** How many lives were begun so far; their ids are {@link #id} of 0 and on. */
    long begun() {
        return numbers;
    }

    /** What went wrong, in words; empty if nothing did. */
    List<String> failures() {
        synchronized (failures) {
            List<String> told = new ArrayList<>(failures);
            if (engine.failedJobs() > 0) {
                told.add(engine.failedJobs() + " failures of jobs");
            }
            return told;
        }
    }

    /** The id of the life with that number, as long as the product's ids are. */
    static String id(long number) {
        return String.format(Locale.ROOT, "need-%027d", number);
    }

    @Override
    public void waiting(Task task) {
        Flight flight = underWay.get(task.getProcessInstanceId());
        if (flight == null) {
            fail("a task of a life that is not under way: " + task.getProcessInstanceId());
            return;
        }
        if (task.getTaskDefinitionKey().equals(NeedLife.LEAD)) {
            flight.leadIntended = System.nanoTime();
            people.execute(() -> act(flight, () -> engine.complete(task.getId(), Map.of())));
        } else {
            flight.latencies.visible(flight.leadIntended);
            people.execute(() -> act(flight, () -> engine.complete(task.getId(), Map.of(NeedLife.OUTCOME, "SOLVED"))));
        }
    }

    @Override
    public void ended(String life) {
        Flight flight = underWay.remove(life);
        if (flight == null) {
            fail("a life ended that was not under way: " + life);
            return;
        }
        flight.latencies.ended(flight.intended);
        ended.incrementAndGet();
        flight.places.release();
    }

    @Override
    public void close() {
        people.shutdown();
        engine.close();
    }

    private void begin(long intended, Latencies latencies, Semaphore places) {
        long number = numbers++;
        Flight flight = new Flight(id(number), intended, latencies, places);
        underWay.put(flight.id, flight);
        Map<String, Object> need = need(number);
        people.execute(() -> act(flight, () -> {
            engine.start(flight.id, need);
            latencies.accepted(intended);
        }));
    }

    /** What a village sends, as in the product's own load. */
    private static Map<String, Object> need(long number) {
        String category = "education";
        String text = "{\"household\":\"" + String.format(Locale.ROOT, "%032d", number % 200) + "\",\"category\":\""
                + category + "\",\"description\":\"样例描述 " + number + "\",\"basis\":{\"kind\":\"DUTY\"}}";
        return Map.of(NeedLife.NEED, text, NeedLife.CATEGORY, category, NeedLife.URGENCY, "ORDINARY", NeedLife.UNIT,
                "411082110-" + number % 200);
    }

    private void act(Flight flight, Runnable act) {
        try {
            act.run();
        } catch (RuntimeException failed) {
            fail(flight.id + ": " + failed);
            if (underWay.remove(flight.id) != null) {
                flight.places.release();
            }
        }
    }

    private void fail(String what) {
        synchronized (failures) {
            if (failures.size() < MOST_FAILURES_KEPT) {
                failures.add(what);
            }
        }
    }

    private void drain(Semaphore places, int all) throws InterruptedException {
        long before = ended.get();
        while (!places.tryAcquire(all, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            long now = ended.get();
            if (now == before) {
                throw new IllegalStateException(underWay.size() + " lives do not go on; " + failures());
            }
            before = now;
        }
    }
}
