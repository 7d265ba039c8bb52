package cn.twonets.reconciliation;

import cn.twonets.reconciliation.Report.AcceptedNeeds;
import cn.twonets.reconciliation.Report.Example;
import cn.twonets.reconciliation.Report.Kind;
import cn.twonets.reconciliation.Report.Walked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What one run has found so far: numbers by kind, and a few examples of each. */
public final class Ledger {
    /** So many examples of a kind are kept; the numbers are always whole. */
    public static final int MOST_EXAMPLES = 20;

    private final boolean heal;
    private final LongConsumer progress;
    private final Map<DifferenceKind, Numbers> kinds = new EnumMap<>(DifferenceKind.class);
    private final Map<String, Long> walked = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private long undecided;
    private @Nullable AcceptedNeeds accepted;

    /** @param heal whether checks shall heal what they can, or only tell */
    public Ledger(boolean heal) {
        this(heal, count -> {});
    }

    /** @param progress is told often how much more was looked at */
    Ledger(boolean heal, LongConsumer progress) {
        this.heal = heal;
        this.progress = progress;
    }

    private static final class Numbers {
        private long found;
        private long remaining;
        private final List<Example> examples = new ArrayList<>();
    }

    /** Whether to heal what can be healed. */
    public boolean heals() {
        return heal;
    }

    /** So many more of these were looked at. Returns when the run may go on. */
    public void walked(String what, long count) {
        counted(what, count);
        looked(count);
    }

    /** So many more of these were looked at, as was told already. */
    synchronized void counted(String what, long count) {
        walked.merge(what, count, Long::sum);
    }

    /** So many more were looked at, whatever they are. Returns when the run may go on. */
    void looked(long count) {
        progress.accept(count);
    }

    /** These were found, and are still so at the end: nothing was healed, or nothing could be. */
    public void remain(Collection<Difference> found) {
        settle(found, found);
    }

    /**
     * These were found.
     *
     * @param remaining those of them that a last look still found, healed or not
     */
    public synchronized void settle(Collection<Difference> found, Collection<Difference> remaining) {
        Set<Difference> left = new HashSet<>(remaining);
        for (Difference one : found) {
            boolean remains = left.contains(one);
            Numbers numbers = kinds.computeIfAbsent(one.kind(), kind -> new Numbers());
            numbers.found++;
            numbers.remaining += remains ? 1 : 0;
            Example example = new Example(one.subject(), one.detail(), remains);
            if (numbers.examples.size() < MOST_EXAMPLES) {
                numbers.examples.add(example);
            } else if (remains) {
                // What remains is what somebody must look at.
                int healed = numbers.examples.stream().map(Example::remains).toList().indexOf(false);
                if (healed >= 0) {
                    numbers.examples.set(healed, example);
                }
            }
        }
    }

    /** So many could not be judged: what would settle them is still on its way. */
    public synchronized void undecided(long count) {
        undecided += count;
    }

    /** Every accepted need, counted. */
    public synchronized void accepted(AcceptedNeeds counted) {
        accepted = counted;
    }

    /** A check could not be carried out. */
    public synchronized void failed(String check, RuntimeException why) {
        failures.add(check + ": " + (why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage()));
    }

    /** What there is to tell. */
    public synchronized Report report() {
        List<Kind> told = new ArrayList<>();
        kinds.forEach(
                (kind, numbers) -> told.add(
                        new Kind(kind.code(), numbers.found, numbers.remaining, List.copyOf(numbers.examples))));
        List<Walked> counts = new ArrayList<>();
        walked.forEach((what, count) -> counts.add(new Walked(what, count)));
        return new Report(told, counts, accepted, undecided, List.copyOf(failures));
    }
}
