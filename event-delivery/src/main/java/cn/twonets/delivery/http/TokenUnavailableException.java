package cn.twonets.delivery.http;

import java.io.IOException;

/** The issuer gave no token; the message never holds the secret. */
public final class TokenUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String message) {
        super(message);
    }
}
