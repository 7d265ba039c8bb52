package cn.twonets.intake.privacy;

/** What lies in the store cannot be decrypted with the keys at hand. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what cannot be read, without any of it */
    public UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message what cannot be read, without any of it */
    public UnreadableException(String message) {
        super(message);
    }
}
