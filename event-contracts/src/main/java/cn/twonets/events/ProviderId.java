package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * An organization that gives aid (HSDS {@code organization}).
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [0-9A-Za-z][0-9A-Za-z-]{0,63}}
 */
public record ProviderId(@JsonValue String value) implements Comparable<ProviderId> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z-]{0,63}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a ProviderId: must match " + FORM);
        }
    }

    @Override
    public int compareTo(ProviderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
