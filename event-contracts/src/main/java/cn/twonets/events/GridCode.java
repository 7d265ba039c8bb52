package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The code of a grid unit: a 6-, 9- or 12-digit division code, or such a code with {@code -A03} (area) or {@code -G05} (group). Never parse it to find a parent: the tree says.
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [0-9A-Za-z][0-9A-Za-z-]{0,31}}
 */
public record GridCode(@JsonValue String value) implements Comparable<GridCode> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z-]{0,31}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GridCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a GridCode: must match " + FORM);
        }
    }

    @Override
    public int compareTo(GridCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
