package cn.twonets.intake.privacy.tink;

import org.jspecify.annotations.Nullable;

/** The service cannot start: its keys are missing, unreadable or open to others. The message says what to do. */
public final class UnusableKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, without anything of the keys */
    public UnusableKeysException(String message) {
        super(message);
    }

    UnusableKeysException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
