package cn.twonets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.simulation.checks.Violation;
import cn.twonets.simulation.story.Story;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker bites: each mistake is told of by the invariant that it breaks, and without it the same seed passes. */
class PlantedBugsTest {
    private static final int MOST_SEEDS = 1000;

    @ParameterizedTest
    @EnumSource
    void isCaughtByTheNamedInvariant(Mistake mistake) {
        Story caught = null;
        List<Violation> violations = List.of();
        try (Planted planted = new Planted(mistake)) {
            for (long seed = mistake.from; caught == null && seed < mistake.from + MOST_SEEDS; seed++) {
                Story story = Runs.story(seed, mistake.lives);
                violations = Simulation.run(story, new Coverage(), false).violations();
                caught = violations.isEmpty() ? null : story;
            }
            assertThat(Planted.reached()).as("runs of the mistaken code").isPositive();
        }
        assertThat(caught).as("a seed of " + MOST_SEEDS + " in which it shows").isNotNull();
        assertThat(violations.getFirst().invariant()).as("seed " + caught.seed() + ": " + violations)
                .isEqualTo(mistake.invariant);
        assertThat(Simulation.run(caught, new Coverage(), false).violations()).as("seed " + caught.seed()
                + " without it").isEmpty();
    }
}
