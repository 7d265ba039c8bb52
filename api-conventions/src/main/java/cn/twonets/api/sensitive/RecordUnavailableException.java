package cn.twonets.api.sensitive;

/** Who does what cannot be written down now, so it must not be done; answered with 503, to be tried again. */
public final class RecordUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why for the log; never anything private */
    public RecordUnavailableException(String why, Throwable cause) {
        super(why, cause);
    }
}
