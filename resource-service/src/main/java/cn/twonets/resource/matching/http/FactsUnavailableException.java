package cn.twonets.resource.matching.http;

import java.io.IOException;

/** The register or the issuer did not give what was asked for; the message names the step and never a fact. */
final class FactsUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    FactsUnavailableException(String message) {
        super(message);
    }
}
