package cn.twonets.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Schedule NIGHTLY = new Schedule(Duration.ofDays(1), Duration.ZERO);

    private final Kept runs = new Kept();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private volatile Instant now = Instant.parse("2026-06-01T20:00:00Z");

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    /** Runs that all instances share. */
    private static final class Kept implements Runs {
        private final Map<String, Run> runs = new ConcurrentHashMap<>();
        private volatile boolean away;

        @Override
        public boolean add(Run run) {
            return runs.putIfAbsent(run.id(), run) == null;
        }

        @Override
        public void save(Run run) {
            if (away) {
                throw new IllegalStateException("the store is away");
            }
            runs.put(run.id(), run);
        }

        @Override
        public Optional<Run> find(String id) {
            return Optional.ofNullable(runs.get(id));
        }

        @Override
        public List<Run> newest(int limit) {
            return runs.values().stream()
                    .sorted(Comparator.comparing(Run::askedAt).reversed())
                    .limit(limit)
                    .toList();
        }
    }

    private final class Movable extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final class Listening implements RunObserver {
        @Override
        public void ended(Run run, Duration took) {
            told.add("ended " + run.id());
        }

        @Override
        public void known(Run run) {
            told.add("known " + run.id());
        }

        @Override
        public void notKept(Run run, RuntimeException why) {
            told.add("not kept " + run.id());
        }
    }

    private record Named(String name, Consumer<Ledger> what) implements Check {
        @Override
        public void run(Ledger ledger) {
            what.accept(ledger);
        }
    }

    private Reconciler instance(Check... checks) {
        return new Reconciler(List.of(checks), runs, new Listening(), new Movable(), executor, new Pace(1_000_000));
    }

    private void allDone() throws Exception {
        executor.submit(() -> {}).get();
    }

    private static Check waitsFor(CountDownLatch latch) {
        return new Named("waits", ledger -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void carriesOutTheScheduledRunInOneOfAllInstancesOncePerNight() throws Exception {
        Reconciler one = instance();
        Reconciler other = instance();

        one.startIfDue(NIGHTLY, true);
        other.startIfDue(NIGHTLY, true);
        one.startIfDue(NIGHTLY, true);
        now = now.plus(Duration.ofHours(21));
        other.startIfDue(NIGHTLY, true);
        allDone();
        assertThat(told).containsExactly("ended schedule-20260601T180000Z");

        now = now.plus(Duration.ofHours(1));
        other.startIfDue(NIGHTLY, true);
        allDone();
        assertThat(told).endsWith("ended schedule-20260602T180000Z").hasSize(2);
        assertThat(runs.find("schedule-20260602T180000Z")).get().extracting(Run::by).isEqualTo("schedule");
    }

    @Test
    void goesOnWithTheOtherChecksWhenOneCannotBeCarriedOut() throws Exception {
        Difference difference = new Difference(DifferenceKind.POOL_SUM, "a/2026", "x");
        Reconciler reconciler = instance(
                new Named("first", ledger -> {
                    throw new IllegalStateException("dispatch is away");
                }),
                new Named("second", ledger -> ledger.remain(List.of(difference))));

        reconciler.start("r1", "", "operator:1", false);
        allDone();

        Report report = reconciler.find("r1").orElseThrow().report();
        assertThat(report.failures()).containsExactly("first: dispatch is away");
        assertThat(report.remaining()).isEqualTo(1);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void keepsARunThatWaitsLongFromLookingInterrupted() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Instant later = now.plus(Run.PATIENCE).plusSeconds(1);
        Reconciler reconciler = instance(new Named("long", ledger -> {
            if (first.getAndSet(false)) {
                waitsFor(asked).run(ledger);
                now = later;
                ledger.walked("needs", 1);
                waitsFor(other).run(ledger);
            }
        }));
        reconciler.start("r1", "", "operator:1", false);
        reconciler.start("r2", "", "operator:1", false);

        asked.countDown();
        await().until(() -> runs.runs.values().stream().allMatch(run -> run.seenAt().equals(later)));
        assertThat(runs.runs.values()).extracting(run -> run.status(now)).containsOnly(Run.Status.RUNNING);
        other.countDown();
        allDone();
        assertThat(told).containsExactly("ended r1", "ended r2");
    }

    @Test
    void refusesWhenTooManyWaitAndKeepsNothingOfThat() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Reconciler reconciler = instance(waitsFor(latch));
        reconciler.start("first", "", "operator:1", false);
        await().until(() -> {
            try {
                reconciler.start("r" + runs.runs.size(), "", "operator:1", false);
                return false;
            } catch (RejectedExecutionException full) {
                return true;
            }
        });
        int kept = runs.runs.size();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> reconciler.start("late", "", "operator:1", false));
        assertThat(runs.find("late")).isEmpty();
        assertThat(kept).isBetween(Reconciler.MOST_WAITING, Reconciler.MOST_WAITING + 1);

        latch.countDown();
        allDone();
        assertThat(reconciler.start("late", "", "operator:1", false).begun()).isTrue();
    }

    @Test
    void tellsOfARunThatCouldNotBeKept() throws Exception {
        Reconciler reconciler = instance(new Named("cuts", ledger -> runs.away = true));

        reconciler.start("r1", "", "operator:1", false);
        allDone();

        assertThat(told).containsExactly("ended r1", "not kept r1");
    }

    @Test
    void recallsTheLastRunThatEnded() throws Exception {
        instance().start("r1", "", "operator:1", false);
        allDone();
        now = now.plusSeconds(1);
        runs.add(new Run("r2", "", "operator:1", false, now, now, null, new Ledger(false).report()));
        told.clear();

        instance().recall();

        assertThat(told).containsExactly("known r1");
    }
}
