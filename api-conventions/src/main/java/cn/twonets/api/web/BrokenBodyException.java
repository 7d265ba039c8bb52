package cn.twonets.api.web;

import java.io.IOException;

/** A body is not what its {@code Content-Encoding} says. */
public final class BrokenBodyException extends IOException {
    BrokenBodyException(IOException cause) {
        super("the body is not of its content encoding", cause);
    }
}
