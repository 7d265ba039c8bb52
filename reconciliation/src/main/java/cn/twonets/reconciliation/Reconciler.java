package cn.twonets.reconciliation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs the checks of this service, one run after the other in each instance. */
public final class Reconciler implements AutoCloseable {
    static final int MOST_WAITING = 8;
    private static final Duration BETWEEN_SAVES = Duration.ofSeconds(10);

    private final List<Check> checks;
    private final Runs runs;
    private final RunObserver observer;
    private final Clock clock;
    private final ExecutorService executor;
    private final Pace pace;
    private final Map<String, Run> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param checks in the order in which they run: what heals others' findings comes first
     * @param executor one thread, any number of tasks. Closed together with this
     * @param pace so fast the checks may look
     */
    public Reconciler(
            List<Check> checks, Runs runs, RunObserver observer, Clock clock, ExecutorService executor, Pace pace) {
        this.checks = List.copyOf(checks);
        this.runs = runs;
        this.observer = observer;
        this.clock = clock;
        this.executor = executor;
        this.pace = pace;
    }

    /**
     * Begins a run, as soon as those before it have ended; the same id again begins nothing.
     *
     * @param bodyHash hash of what was asked
     * @param by who asks
     * @return the run of that id, whoever asked for it first
     * @throws RejectedExecutionException if too many wait already
     */
    public Started start(String id, String bodyHash, String by, boolean heal) {
        Optional<Run> there = runs.find(id);
        if (there.isPresent()) {
            return new Started(there.get(), false);
        }
        if (waiting.size() >= MOST_WAITING) {
            throw new RejectedExecutionException(MOST_WAITING + " reconciliations wait already");
        }
        Instant now = clock.instant();
        Run run = new Run(id, bodyHash, by, heal, now, now, null, new Ledger(heal).report());
        if (!runs.add(run)) {
            return new Started(runs.find(id).orElse(run), false);
        }
        waiting.put(id, run);
        executor.execute(() -> {
            waiting.remove(id);
            carryOut(run);
        });
        return new Started(run, true);
    }

    /** A run, and whether this call began it. */
    public record Started(Run run, boolean begun) {}

    /** Begins the run that is due by the schedule, unless it was begun before, by whichever instance. */
    public void startIfDue(Schedule schedule, boolean heal) {
        start(schedule.due(clock.instant()), "", "schedule", heal);
    }

    /** Tells the observer of the run that ended last, whichever instance it was in and however long ago. */
    public void recall() {
        runs.newest(MOST_WAITING + 1).stream().filter(run -> run.endedAt() != null).findFirst().ifPresent(
                observer::known);
    }

    public Optional<Run> find(String id) {
        return runs.find(id);
    }

    /** Those asked for last, the newest first. */
    public List<Run> newest(int limit) {
        return runs.newest(limit);
    }

    /** Cuts off what runs; it is shown as interrupted after a while. */
    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
    }

    private void carryOut(Run run) {
        Instant began = clock.instant();
        Saver saver = new Saver(run);
        Ledger ledger = new Ledger(run.heal(), saver::looked);
        saver.ledger = ledger;
        for (Check check : checks) {
            try {
                check.run(ledger);
            } catch (RuntimeException e) {
                // One thing that cannot be had must not keep the others from being looked at.
                ledger.failed(check.name(), e);
            }
            if (closed) {
                return;
            }
        }
        Run ended = run.ended(clock.instant(), ledger.report());
        observer.ended(ended, Duration.between(began, clock.instant()));
        try {
            runs.save(ended);
        } catch (RuntimeException e) {
            observer.notKept(ended, e);
        }
    }

    /**
     * Keeps how a run stands, now and then while it makes progress: so others can tell that neither it nor what waits for
     * it has died.
     */
    private final class Saver {
        private final Run run;
        private @Nullable Ledger ledger;
        private Instant savedAt = Instant.MIN;

        Saver(Run run) {
            this.run = run;
        }

        /** So much more was looked at. */
        void looked(long count) {
            pace.looked(count);
            Instant now = clock.instant();
            if (ledger != null && savedAt.isBefore(now.minus(BETWEEN_SAVES))) {
                savedAt = now;
                runs.save(run.at(now, ledger.report()));
                waiting.values().forEach(other -> runs.save(other.at(now, other.report())));
            }
        }
    }
}
