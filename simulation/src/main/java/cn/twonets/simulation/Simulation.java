package cn.twonets.simulation;

import cn.twonets.simulation.checks.Violation;
import cn.twonets.simulation.story.Step;
import cn.twonets.simulation.story.Story;
import java.util.List;

/** Runs one story in one thread and says how it ended. The same story always ends the same way. */
public final class Simulation {
    private Simulation() {
    }

    /**
     * How it ended.
     *
     * @param violations what must never be, and was; empty if all held
     * @param narration what happened, line by line; empty unless asked for
     * @param needs how many needs were accepted
     */
    public record Ending(List<Violation> violations, List<String> narration, int needs) {
        public boolean failed() {
            return !violations.isEmpty();
        }
    }

    /** Runs it; a violation ends it at once. */
    public static Ending run(Story story, Coverage coverage, boolean narrated) {
        World world = new World(story, coverage, narrated);
        for (Step step : story.steps()) {
            world.perform(step);
        }
        if (world.judge.violations().isEmpty()) {
            new Drain(world).run();
        }
        return new Ending(List.copyOf(world.judge.violations()), List.copyOf(world.narration()),
                world.judge.accepted.size());
    }
}
