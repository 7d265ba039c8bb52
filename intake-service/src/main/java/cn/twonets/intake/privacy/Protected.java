package cn.twonets.intake.privacy;

/**
 * A private text in the clear, such as a name or what somebody wrote. It does not print itself, so that no log line,
 * exception or record that holds it can leak it.
 *
 * @param plain the text; hand it on only to the safe, or masked
 */
public record Protected(String plain) {
    @Override
    public String toString() {
        return "[protected]";
    }
}
