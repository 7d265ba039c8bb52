package cn.twonets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.simulation.ports.Line.At;
import cn.twonets.simulation.story.Fault;
import cn.twonets.simulation.story.Step;
import cn.twonets.simulation.story.Story;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code -Dsimulation.seeds} and {@code -Dsimulation.from} choose others. */
class SimulationTest {
    private static final long USUAL = 5000;
    private static final long SEEDS = Long.getLong("simulation.seeds", USUAL);
    private static final long FROM = Long.getLong("simulation.from", 1);

    @Test
    void holdsEveryInvariantInEverySeed() throws InterruptedException {
        Runs runs = new Runs(FROM, SEEDS, 0).run(2);

        if (!runs.failures().isEmpty()) {
            Story shortest = new Shrinker().shrink(runs.failures().getFirst());
            throw new AssertionError(runs.failures().size() + " seeds fail, first:\n" + Shrinker.told(shortest));
        }
        assertThat(runs.needs()).isGreaterThan(SEEDS);
        if (SEEDS >= USUAL) {
            reachedEverything(runs.coverage());
        }
    }

    /** A run without violations says only as much as it has reached. */
    private static void reachedEverything(Coverage coverage) {
        List<String> missing = new ArrayList<>(coverage.cellsNeverReached());
        for (Step.Kind kind : Step.Kind.values()) {
            missing.add("step " + kind);
        }
        for (Fault.What what : Fault.What.values()) {
            missing.add("fault " + what);
        }
        for (Poison.Kind kind : Poison.Kind.values()) {
            missing.add("poison " + kind);
        }
        for (Instance.Service service : Instance.Service.values()) {
            for (At at : At.values()) {
                boolean pool = at == At.POOL_READ || at == At.POOL_WRITE || at == At.POOL_WRITTEN;
                if (!pool || service == Instance.Service.RESOURCE) {
                    missing.add("window CRASH at " + at + " of " + service);
                    missing.add("window MEANWHILE at " + at + " of " + service);
                }
            }
        }
        missing.removeIf(what -> coverage.of(what) > 0);
        // Resource answers a wish as cancelled only when asked to, so only a restored backup could bring this about.
        missing.remove("cell REFERRED × CANCELLED");
        assertThat(missing).as("what no seed has reached").isEmpty();
    }
}
