package cn.twonets.intake.privacy;

/**
 * A private text as it lies in the store: encrypted.
 *
 * @param text ciphertext in base64
 */
public record Sealed(String text) {
    @Override
    public String toString() {
        return "[sealed]";
    }
}
