package cn.twonets.intake.disclosure;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why somebody asks for unmasked data; each opens no more than it takes. */
public enum Purpose {
    /** Somebody goes to see the household. */
    HOME_VISIT("home-visit", Set.of(Field.NAMES, Field.PHONES)),
    /** Somebody rings up. */
    PHONE_CALL("phone-call", Set.of(Field.NAMES, Field.PHONES)),
    /** Life or property is in danger. */
    EMERGENCY("emergency", Set.of(Field.NAMES, Field.PHONES)),
    /** An application needs to know who it is, such as for insurance or an allowance. */
    APPLICATION("application", Set.of(Field.NAMES, Field.IDENTITY_NUMBERS)),
    /** What is entered is checked against papers. */
    CORRECTION("correction", Set.of(Field.NAMES, Field.IDENTITY_NUMBERS, Field.PHONES));

    private final String code;
    private final Set<Field> opens;

    Purpose(String code, Set<Field> opens) {
        this.code = code;
        this.opens = opens;
    }

    /** The word for it outside. */
    public String code() {
        return code;
    }

    /** What it takes, and no more. */
    public Set<Field> opens() {
        return opens;
    }

    /** The purpose of that word; empty if it is none. */
    public static Optional<Purpose> ofCode(String code) {
        return Stream.of(values()).filter(purpose -> purpose.code.equals(code)).findFirst();
    }
}
