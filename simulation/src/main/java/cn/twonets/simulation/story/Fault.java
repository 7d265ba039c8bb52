package cn.twonets.simulation.story;

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, or happens meanwhile, in the middle of a step.
 *
 * @param what what
 * @param at at which call of a port, counted from 1; one that does not suit that call waits for the next that does
 * @param meanwhile the step that is done meanwhile; null for all others
 */
public record Fault(What what, int at, @Nullable Step meanwhile) {

    /** What can go wrong. */
    public enum What {
        /** The instance is killed: everything that it has only in memory is gone. */
        CRASH,
        /** The store answers with an error, and nothing was written. */
        STORE_REFUSES,
        /** The store's answer is lost: some of the bulk, perhaps all, perhaps nothing, was written. */
        STORE_UNKNOWN,
        /** The broker does not take an event. */
        SEND_FAILS,
        /** The broker takes an event, and its answer is lost. */
        SEND_UNKNOWN,
        /** An event comes to its topic much later, and so does the broker's answer, or it was given up before. */
        SEND_LATE,
        /** The broker keeps an event twice. */
        SEND_TWICE,
        /** Somebody else does something, wholly, before this call goes on. */
        MEANWHILE,
        /** The same, just after something was read, by somebody who may want the same units. */
        OVERTAKEN;

        /** Whether others act in it. */
        public boolean isMeanwhile() {
            return this == MEANWHILE || this == OVERTAKEN;
        }
    }

    @Override
    public String toString() {
        String words = what.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return words + " at call " + at + (meanwhile == null ? "" : ": [" + meanwhile + "]");
    }
}
