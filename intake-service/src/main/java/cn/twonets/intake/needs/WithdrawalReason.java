package cn.twonets.intake.needs;

import java.util.Optional;
import java.util.stream.Stream;

/** Why the village takes a need back. A code and never a text, since it is published. */
public enum WithdrawalReason {
    /** The household no longer wants help. */
    NO_LONGER_WANTED("no-longer-wanted"),
    /** It was solved without the grid. */
    SOLVED_OTHERWISE("solved-otherwise"),
    /** It had been reported before. */
    REPORTED_TWICE("reported-twice"),
    /** It was not so. */
    REPORTED_IN_ERROR("reported-in-error"),
    /** The household has left. */
    HOUSEHOLD_LEFT("household-left");

    private final String code;

    WithdrawalReason(String code) {
        this.code = code;
    }

    /** The word for it in requests and events. */
    public String code() {
        return code;
    }

    /** The reason of that word; empty if it is none. */
    public static Optional<WithdrawalReason> ofCode(String code) {
        return Stream.of(values()).filter(reason -> reason.code.equals(code)).findFirst();
    }
}
