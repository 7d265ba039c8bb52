package cn.twonets.reconciliation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found.
 *
 * @param differences by kind; kinds of which there were none are left out
 * @param walked how much was looked at
 * @param accepted every accepted need, counted; null where this service does not judge them
 * @param undecided what could not be judged, since what would settle it was still on its way
 * @param failures checks that could not be carried out, and why
 */
public record Report(
        List<Kind> differences,
        List<Walked> walked,
        @Nullable AcceptedNeeds accepted,
        long undecided,
        List<String> failures) {

    /**
     * All differences of one kind.
     *
     * @param code the kind
     * @param found how many there were
     * @param remaining how many a last look still found
     * @param examples a few of them, those that remain first in line to be kept
     */
    public record Kind(String code, long found, long remaining, List<Example> examples) {}

    /**
     * One difference.
     *
     * @param subject the id of what it is about
     * @param detail where, and what was seen there
     * @param remains whether a last look still found it
     */
    public record Example(String subject, String detail, boolean remains) {}

    /**
     * How much was looked at.
     *
     * @param what of which kind
     * @param count how many
     */
    public record Walked(String what, long count) {}

    /**
     * Every accepted need is terminal or timed, or it is lost.
     *
     * @param total accepted by intake
     * @param terminal ended
     * @param timed open, with a time at which somebody looks at it again
     * @param neither lost
     * @param undecided not judged, since what would settle it was still on its way or could not be read
     */
    public record AcceptedNeeds(long total, long terminal, long timed, long neither, long undecided) {}

    /** Whether everything was judged. */
    public boolean isComplete() {
        return undecided == 0 && failures.isEmpty();
    }

    /** How many differences a last look still found. */
    public long remaining() {
        return differences.stream().mapToLong(Kind::remaining).sum();
    }

    /** How many differences there were. */
    public long found() {
        return differences.stream().mapToLong(Kind::found).sum();
    }
}
