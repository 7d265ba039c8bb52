package cn.twonets.simulation.checks;

/**
 * Something that must never be, and was.
 *
 * @param invariant its name: {@code I3} to {@code I11}, or {@code error} for an exception that nothing explains
 * @param text what was seen
 */
public record Violation(String invariant, String text) {
    @Override
    public String toString() {
        return invariant + ": " + text;
    }
}
