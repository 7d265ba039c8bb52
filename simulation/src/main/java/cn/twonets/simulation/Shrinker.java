package cn.twonets.simulation;

import cn.twonets.simulation.checks.Violation;
import cn.twonets.simulation.story.Fault;
import cn.twonets.simulation.story.Step;
import cn.twonets.simulation.story.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a failing story short: takes out steps in ever smaller pieces, then faults one by one, as long as the same
 * invariant still fails.
 */
public final class Shrinker {
    private static final int MOST_TRIES = 3000;

    private int tries;

    /** The shortest story found that still breaks one of the invariants that this one broke. */
    public Story shrink(Runs.Failure failure) {
        Set<String> wanted = names(failure.ending().violations());
        Story shortest = failure.story();
        for (int before = Integer.MAX_VALUE; size(shortest) < before && tries < MOST_TRIES;) {
            before = size(shortest);
            shortest = withFewerSteps(shortest, wanted);
            shortest = withFewerFaults(shortest, wanted);
        }
        return shortest;
    }

    private Story withFewerSteps(Story story, Set<String> wanted) {
        Story shortest = story;
        for (int piece = Math.max(1, story.steps().size() / 2); piece > 0; piece /= 2) {
            for (int at = 0; at < shortest.steps().size() && tries < MOST_TRIES;) {
                List<Step> fewer = new ArrayList<>(shortest.steps());
                fewer.subList(at, Math.min(at + piece, fewer.size())).clear();
                if (fails(shortest.with(fewer), wanted)) {
                    shortest = shortest.with(fewer);
                } else {
                    at += piece;
                }
            }
        }
        return shortest;
    }

    private Story withFewerFaults(Story story, Set<String> wanted) {
        Story shortest = story;
        for (int i = 0; i < shortest.steps().size(); i++) {
            for (Step simpler : simpler(shortest.steps().get(i))) {
                List<Step> changed = new ArrayList<>(shortest.steps());
                changed.set(i, simpler);
                if (tries < MOST_TRIES && fails(shortest.with(changed), wanted)) {
                    shortest = shortest.with(changed);
                    i--;
                    break;
                }
            }
        }
        return shortest;
    }

    /** The step with one fault less, here or in what happens in the middle of it. */
    private static List<Step> simpler(Step step) {
        List<Step> simpler = new ArrayList<>();
        for (int i = 0; i < step.faults().size(); i++) {
            Fault fault = step.faults().get(i);
            List<Fault> others = new ArrayList<>(step.faults());
            others.remove(i);
            simpler.add(step.with(others));
            if (fault.meanwhile() != null) {
                for (Step inner : simpler(fault.meanwhile())) {
                    List<Fault> changed = new ArrayList<>(step.faults());
                    changed.set(i, new Fault(fault.what(), fault.at(), inner));
                    simpler.add(step.with(changed));
                }
            }
        }
        return simpler;
    }

    private boolean fails(Story story, Set<String> wanted) {
        tries++;
        return names(Simulation.run(story, new Coverage(), false).violations()).stream()
                .anyMatch(wanted::contains);
    }

    private static Set<String> names(List<Violation> violations) {
        return violations.stream().map(Violation::invariant).collect(Collectors.toSet());
    }

    private static int size(Story story) {
        return story.steps().stream().mapToInt(Shrinker::size).sum();
    }

    private static int size(Step step) {
        int size = 1;
        for (Fault fault : step.faults()) {
            size += 1 + (fault.meanwhile() == null ? 0 : size(fault.meanwhile()));
        }
        return size;
    }

    /** A story as a list of lines, with how it ends. */
    public static String told(Story story) {
        Simulation.Ending ending = Simulation.run(story, new Coverage(), true);
        StringBuilder told = new StringBuilder("seed " + story.seed() + ", the shortest story found, "
                + story.steps().size() + " steps:\n");
        int number = 1;
        for (String line : ending.narration()) {
            told.append("%4d  %s%n".formatted(number++, line));
        }
        return told.append("it breaks ").append(ending.violations()).toString();
    }
}
