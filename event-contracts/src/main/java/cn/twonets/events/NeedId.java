package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A need, and at the same time the case and the aid record about it: all three services key by it.
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [0-9A-Za-z-]{8,64}}
 */
public record NeedId(@JsonValue String value) implements Comparable<NeedId> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z-]{8,64}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NeedId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a NeedId: must match " + FORM);
        }
    }

    @Override
    public int compareTo(NeedId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
