package cn.twonets.system.judge;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what was found wrong, and how much was looked at: a check that saw nothing proves nothing. */
public final class Verdict {
    /** So many violations of one invariant are kept word for word. */
    private static final int MOST_KEPT = 20;

    private final Map<Invariant, Long> counts = new EnumMap<>(Invariant.class);
    private final Map<Invariant, Long> looked = new EnumMap<>(Invariant.class);
    private final Map<Invariant, List<Violation>> kept = new EnumMap<>(Invariant.class);

    /** Notes a violation. */
    public synchronized void add(Invariant invariant, String subject, String evidence) {
        counts.merge(invariant, 1L, Long::sum);
        List<Violation> some = kept.computeIfAbsent(invariant, one -> new ArrayList<>());
        if (some.size() < MOST_KEPT) {
            some.add(new Violation(invariant, subject, evidence));
        }
    }

    /** Notes a violation unless something holds; counts as looked at either way. */
    public void require(boolean holds, Invariant invariant, String subject, String evidence) {
        looked(invariant, 1);
        if (!holds) {
            add(invariant, subject, evidence);
        }
    }

    /** Says that so many things were looked at for an invariant. */
    public synchronized void looked(Invariant invariant, long things) {
        looked.merge(invariant, things, Long::sum);
    }

    /** Takes over what another found. */
    public synchronized void include(Verdict other) {
        other.counts.forEach((invariant, count) -> counts.merge(invariant, count, Long::sum));
        other.looked.forEach((invariant, count) -> looked.merge(invariant, count, Long::sum));
        other.kept.forEach((invariant, some) -> kept.computeIfAbsent(invariant, one -> new ArrayList<>()).addAll(some));
    }

    /** How many violations of an invariant were found. */
    public synchronized long count(Invariant invariant) {
        return counts.getOrDefault(invariant, 0L);
    }

    /** How many things were looked at for an invariant; 0 says that it was not judged. */
    public synchronized long lookedAt(Invariant invariant) {
        return looked.getOrDefault(invariant, 0L);
    }

    /** Whether nothing was found wrong. */
    public synchronized boolean holds() {
        return counts.isEmpty();
    }

    /** Some of the violations, by invariant. */
    public synchronized List<Violation> violations() {
        return kept.values().stream().flatMap(List::stream).toList();
    }

    /** By invariant, how many violations. */
    public synchronized Map<Invariant, Long> counts() {
        return new EnumMap<>(counts);
    }

    /** Prints a line for each invariant, and some violations word for word. */
    public synchronized void print(PrintStream out) {
        for (Invariant invariant : Invariant.values()) {
            long things = lookedAt(invariant);
            String result = things == 0
                    ? "not judged"
                    : count(invariant) == 0 ? "holds" : count(invariant) + " violations";
            out.printf("  %-4s %-14s %,9d looked at   %s%n", invariant, result, things, invariant.sentence());
            kept.getOrDefault(invariant, List.of())
                    .forEach(one -> out.println("         " + one.subject() + ": " + one.evidence()));
        }
    }
}
