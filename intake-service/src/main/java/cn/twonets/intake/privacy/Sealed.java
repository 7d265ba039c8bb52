package cn.twonets.intake.privacy;

/**
 * A private text as it lies in the store: encrypted.
 *
 * @param text {@code <algorithm>:<ciphertext in base64>}; without an algorithm where it is sealed with a master key itself,
 *        as it was done before households had keys of their own
 */
public record Sealed(String text) {
    /** What stands behind the algorithm. */
    static final char AFTER_ALGORITHM = ':';

    /** Whether it is sealed with a master key itself, so that it outlives the household's key and not that one. */
    public boolean isDirect() {
        return text.indexOf(AFTER_ALGORITHM) < 0;
    }

    @Override
    public String toString() {
        return "[sealed]";
    }
}
