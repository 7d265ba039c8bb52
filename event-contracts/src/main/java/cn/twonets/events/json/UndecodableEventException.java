package cn.twonets.events.json;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A record is not an event of the family that its topic carries. Trying again cannot help: it belongs to the dead letters. */
public final class UndecodableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of what can be wrong, as codes that are the same for every reader. */
    public enum Why {
        /** It has no key. */
        NO_KEY,
        /** Its key is not UTF-8. */
        KEY_NOT_UTF8,
        /** Its key is not the id of what its value is about. */
        WRONG_KEY,
        /** It has no value. */
        NO_VALUE,
        /** Its value is longer than any event is. */
        TOO_LARGE,
        /** Its value is not UTF-8. */
        VALUE_NOT_UTF8,
        /** A header is missing, or is not what it must be. */
        WRONG_HEADER,
        /** Its type is none of its topic's, or a version that is not known here. */
        UNKNOWN_TYPE,
        /** Its value is not well-formed JSON. */
        BROKEN_JSON,
        /** The JSON is well-formed, but a field is of the wrong type or not allowed. */
        DOES_NOT_FIT,
        /** A field without which it makes no sense is missing. */
        INCOMPLETE,
        /** It can be read, but its topic allows no such thing. */
        NOT_ALLOWED;

        /** The code as it stands in headers, metrics and answers: {@code no-key}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The kind with that code; empty if there is none. */
        public static Optional<Why> of(String code) {
            return Arrays.stream(values()).filter(why -> why.code().equals(code)).findFirst();
        }
    }

    private final Why why;

    /**
     * @param why the kind
     * @param message what is wrong, without any value taken from the record's data
     */
    public UndecodableEventException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** What kind of thing is wrong. */
    public Why why() {
        return why;
    }
}
