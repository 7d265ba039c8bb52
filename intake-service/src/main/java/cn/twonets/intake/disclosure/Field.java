package cn.twonets.intake.disclosure;

import java.util.Optional;
import java.util.stream.Stream;

/** What of a household can be shown unmasked. */
public enum Field {
    NAMES("names"), IDENTITY_NUMBERS("identity-numbers"), PHONES("phones");

    private final String code;

    Field(String code) {
        this.code = code;
    }

    /** The word for it outside. */
    public String code() {
        return code;
    }

    /** The field of that word; empty if it is none. */
    public static Optional<Field> ofCode(String code) {
        return Stream.of(values()).filter(field -> field.code.equals(code)).findFirst();
    }
}
