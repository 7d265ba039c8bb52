package cn.twonets.simulation.story;

import java.util.List;
import java.util.Locale;

/**
 * One thing that shall happen. Which need, whose act, how much time: that follows from the dice and from how things stand
 * by then, so that a story stays one when steps are taken out of it.
 *
 * @param kind what
 * @param dice decides everything else
 * @param faults what goes wrong in the middle of it
 */
public record Step(Kind kind, long dice, List<Fault> faults) {

    /** What can happen. */
    public enum Kind {
        /** A village reports a need, or sends the report once more. */
        SUBMIT(10),
        /** An instance is handed a batch of events. */
        DELIVER(46),
        /** A village amends, withdraws or answers. */
        VILLAGE(8),
        /** A leader acts on a case. */
        LEADER(16),
        /** A department acts on a referral, perhaps on an old one. */
        DEPARTMENT(12),
        /** Somebody sends once more what was sent before, with the same key. */
        AGAIN(4),
        /** Time passes. */
        TIME(8),
        /** A sweep over what is due, held or overdue. */
        SWEEP(12),
        /** An outbox is swept, or marks are cleared. */
        OUTBOX(8),
        /** Somebody is appointed, leaves or goes on leave. */
        POSTS(5),
        /** An instance reads news of the grid. */
        GRID_NEWS(5),
        /** A provider sets a capacity. */
        CAPACITY(3),
        /** A consumer is set back on a topic. */
        REPLAY(3),
        /** A delivery is lost: the consumer never sees it. */
        LOSE(2),
        /** A record that nobody can read is put onto a topic. */
        POISON(1),
        /** An instance is killed between two steps. */
        KILL(3);

        final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    public Step {
        faults = List.copyOf(faults);
    }

    /** The same with other faults. */
    public Step with(List<Fault> others) {
        return new Step(kind, dice, others);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (faults.isEmpty() ? "" : " with " + faults);
    }
}
