package cn.twonets.api.web;

import java.io.IOException;

/** A body went past its limit while it was read. */
public final class BodyTooLargeException extends IOException {
    private final long limit;

    BodyTooLargeException(long limit) {
        super("body larger than " + limit + " bytes");
        this.limit = limit;
    }

    /** The most bytes allowed. */
    public long limit() {
        return limit;
    }
}
