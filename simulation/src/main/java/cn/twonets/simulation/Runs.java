package cn.twonets.simulation;

import cn.twonets.simulation.story.Story;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds, several at once; each in one thread. */
public final class Runs {
    /** Beyond so many failures nothing new is learnt. */
    private static final int MOST_FAILURES = 20;

    private final long from;
    private final long seeds;
    private final int lives;
    private final AtomicLong next;
    private final Coverage coverage = new Coverage();
    private final List<Failure> failures = new ArrayList<>();
    private long needs;
    private long steps;

    /**
     * @param from the first seed
     * @param seeds how many
     * @param lives needs in each; 0 for one to four, by seed
     */
    public Runs(long from, long seeds, int lives) {
        this.from = from;
        this.seeds = seeds;
        this.lives = lives;
        this.next = new AtomicLong(from);
    }

    /**
     * A seed that failed.
     *
     * @param story what should have happened
     * @param ending how it ended
     */
    public record Failure(Story story, Simulation.Ending ending) {}

    /** The story of a seed. */
    public static Story story(long seed, int lives) {
        return Story.of(seed, lives > 0 ? lives : 1 + (int) Long.remainderUnsigned(seed, 4));
    }

    /** Runs all; returns once all are done or too many have failed. */
    public Runs run(int threads) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        List<Throwable> broken = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().name("simulation-" + i).start(() -> {
                try {
                    runSome();
                } catch (Throwable e) {
                    synchronized (broken) {
                        broken.add(e);
                    }
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("the simulation itself is broken", broken.getFirst());
        }
        failures.sort(Comparator.comparingLong(failure -> failure.story().seed()));
        return this;
    }

    private void runSome() {
        Coverage own = new Coverage();
        long ownNeeds = 0;
        long ownSteps = 0;
        for (long seed = next.getAndIncrement(); seed < from + seeds
                && failed() < MOST_FAILURES; seed = next.getAndIncrement()) {
            Story story = story(seed, lives);
            Simulation.Ending ending;
            try {
                ending = Simulation.run(story, own, false);
            } catch (RuntimeException | Error e) {
                throw new IllegalStateException("seed " + seed, e);
            }
            ownNeeds += ending.needs();
            ownSteps += story.steps().size();
            if (ending.failed()) {
                synchronized (failures) {
                    failures.add(new Failure(story, ending));
                }
            }
        }
        synchronized (coverage) {
            coverage.add(own);
            needs += ownNeeds;
            steps += ownSteps;
        }
    }

    private int failed() {
        synchronized (failures) {
            return failures.size();
        }
    }

    public Coverage coverage() {
        return coverage;
    }

    /** The seeds that failed, lowest first. */
    public List<Failure> failures() {
        return failures;
    }

    /** Needs that were accepted and lived. */
    public long needs() {
        return needs;
    }

    /** Planned steps, without those done in the middle of others and those of the drain. */
    public long steps() {
        return steps;
    }
}
