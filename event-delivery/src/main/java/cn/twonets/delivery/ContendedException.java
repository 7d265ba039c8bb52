package cn.twonets.delivery;

/** So many others write the same aggregates that a change did not get through in its tries. Nothing was written for them. */
public final class ContendedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ContendedException(String message) {
        super(message);
    }
}
