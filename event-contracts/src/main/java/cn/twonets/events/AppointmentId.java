package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One dated appointment of a post holder to a grid unit.
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [0-9A-Za-z][0-9A-Za-z:._-]{0,127}}
 */
public record AppointmentId(@JsonValue String value) implements Comparable<AppointmentId> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z:._-]{0,127}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AppointmentId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a AppointmentId: must match " + FORM);
        }
    }

    @Override
    public int compareTo(AppointmentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
