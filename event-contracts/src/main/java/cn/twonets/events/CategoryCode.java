package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A need category, such as {@code housing}. Categories are data, not an enum.
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [a-z][a-z0-9-]{0,39}}
 */
public record CategoryCode(@JsonValue String value) implements Comparable<CategoryCode> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CategoryCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a CategoryCode: must match " + FORM);
        }
    }

    @Override
    public int compareTo(CategoryCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
