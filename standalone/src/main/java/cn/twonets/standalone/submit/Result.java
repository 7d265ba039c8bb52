package cn.twonets.standalone.submit;

import java.util.Locale;

/**
 * What became of one line.
 *
 * @param line where it began
 * @param outcome what became of it
 * @param detail the need's id, or what was wrong
 * @param attempts how often it was sent
 */
record Result(long line, Outcome outcome, String detail, int attempts) {
    /** In one word. */
    enum Outcome {
        /** Accepted now. */
        CREATED,
        /** Accepted before, by this or an earlier run. */
        DUPLICATE,
        /** Refused; sending it again would not help. */
        REJECTED,
        /** The product gave no final answer as long as it was asked; send the file again. */
        UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isAccepted() {
            return this == CREATED || this == DUPLICATE;
        }
    }
}
