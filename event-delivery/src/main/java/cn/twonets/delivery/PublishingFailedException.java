package cn.twonets.delivery;

/** Events are stored but not known to be in Kafka. The documents say so themselves; a repeat or the sweep will send them. */
public final class PublishingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PublishingFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
