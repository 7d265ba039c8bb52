package cn.twonets.intake.privacy;

/** Encrypts private texts and makes the marks by which some of them are found again. */
public interface Safe {
    /**
     * Encrypts.
     *
     * @param owner what the text belongs to, such as {@code <household id>/personal}; it opens only with the same words,
     *        so that no ciphertext can be moved to another household
     */
    Sealed seal(Protected secret, String owner);

    /**
     * Decrypts.
     *
     * @throws UnreadableException if it was sealed with another key, for another owner, or was changed
     */
    Protected open(Sealed sealed, String owner);

    /**
     * A keyed digest: equal for equal values, and of no use without the key to somebody who guesses.
     *
     * @param purpose keeps marks of different things apart, such as {@code identity-number}
     * @return 64 hexadecimal digits
     */
    String mark(String purpose, String value);
}
