package cn.twonets.delivery;

/** The owner of some aggregates does not answer now, or refuses; nothing was changed. */
public final class OwnerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OwnerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
