package cn.twonets.intake.privacy.tink;

import org.jspecify.annotations.Nullable;

/** The service cannot start: its keys are missing, unreadable or open to others. The message says what to do. */
public final class UnusableKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableKeysException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
