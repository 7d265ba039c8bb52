package cn.twonets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.simulation.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A long story that fails is told as a short one that fails in the same way. */
class ShrinkerTest {
    private static final Mistake MISTAKE = Mistake.CLEARED_WITHOUT_SEQUENCE;

    @Test
    void tellsTheShortestStoryThatStillFails() {
        try (Planted planted = new Planted(MISTAKE)) {
            Runs.Failure failure = firstFailure();
            Story shortest = new Shrinker().shrink(failure);
            String told = Shrinker.told(shortest);

            assertThat(shortest.steps()).as(told).hasSizeLessThanOrEqualTo(8)
                    .hasSizeLessThan(failure.story().steps().size() / 4);
            assertThat(Simulation.run(shortest, new Coverage(), false).violations()).as(told)
                    .anyMatch(one -> one.invariant().equals(MISTAKE.invariant));
            assertThat(told).contains("seed " + shortest.seed(), "it breaks [" + MISTAKE.invariant + ":");
            for (int i = 0; i < shortest.steps().size(); i++) {
                List<cn.twonets.simulation.story.Step> without = new java.util.ArrayList<>(shortest.steps());
                without.remove(i);
                assertThat(Simulation.run(shortest.with(without), new Coverage(), false).violations())
                        .as("step " + i + " is needed").noneMatch(one -> one.invariant().equals(MISTAKE.invariant));
            }
        }
    }

    private static Runs.Failure firstFailure() {
        for (long seed = MISTAKE.from;; seed++) {
            Story story = Runs.story(seed, 0);
            Simulation.Ending ending = Simulation.run(story, new Coverage(), false);
            if (ending.failed()) {
                return new Runs.Failure(story, ending);
            }
        }
    }
}
