package cn.twonets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.simulation.story.Story;
import org.junit.jupiter.api.Test;

/** {@code -Dsimulation.seeds} and {@code -Dsimulation.from} choose others. */
class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 300);
    private static final long FROM = Long.getLong("simulation.from", 1);

    @Test
    void holdsEveryInvariantInEverySeed() throws InterruptedException {
        Runs runs = new Runs(FROM, SEEDS, 0, Plant.NONE).run(2);

        if (!runs.failures().isEmpty()) {
            Story shortest = new Shrinker(Plant.NONE).shrink(runs.failures().getFirst());
            throw new AssertionError(runs.failures().size() + " seeds fail, first:\n"
                    + Shrinker.told(shortest, Plant.NONE));
        }
        assertThat(runs.needs()).isGreaterThan(SEEDS);
    }

    @Test
    void endsTheSameWayEachTime() {
        for (long seed = 1; seed <= 40; seed++) {
            Story story = Runs.story(seed, 0);
            assertThat(Simulation.run(story, new Coverage(), Plant.NONE, true).narration()).as("seed " + seed)
                    .isEqualTo(Simulation.run(story, new Coverage(), Plant.NONE, true).narration());
        }
    }
}
