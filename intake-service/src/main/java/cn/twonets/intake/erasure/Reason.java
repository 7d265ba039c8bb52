package cn.twonets.intake.erasure;

import java.util.Optional;
import java.util.stream.Stream;

/** Why a household is erased. */
public enum Reason {
    HOUSEHOLD_ASKED("household-asked"), CONSENT_WITHDRAWN("consent-withdrawn"), PURPOSE_ENDED(
            "purpose-ended"), REGISTERED_IN_ERROR("registered-in-error");

    private final String code;

    Reason(String code) {
        this.code = code;
    }

    /** The word for it outside. */
    public String code() {
        return code;
    }

    /** The reason of that word; empty if it is none. */
    public static Optional<Reason> ofCode(String code) {
        return Stream.of(values()).filter(reason -> reason.code.equals(code)).findFirst();
    }
}
