package cn.twonets.system.judge;

/**
 * Something that must not be.
 *
 * @param invariant what it breaks
 * @param subject the need, pool or record that it is about
 * @param evidence what was found and what should have been
 */
public record Violation(Invariant invariant, String subject, String evidence) {
    @Override
    public String toString() {
        return invariant + " " + subject + ": " + evidence;
    }
}
