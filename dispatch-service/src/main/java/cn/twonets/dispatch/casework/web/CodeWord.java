package cn.twonets.dispatch.casework.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A word out of a code list, or a reference: never free text, which stays in intake.
 *
 * @param value matches {@code [A-Za-z0-9._:/-]{1,64}}
 */
record CodeWord(@JsonValue String value) {
    /** No code has eleven digits in a row; telephones, identity cards and accounts do, and codes are published. */
    private static final Pattern FORM = Pattern.compile("(?!.*\\d{11})[A-Za-z0-9._:/-]{1,64}");

    /** @throws IllegalArgumentException if the value does not have that form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    CodeWord {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a code: must match " + FORM);
        }
    }
}
