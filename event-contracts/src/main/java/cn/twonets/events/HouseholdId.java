package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A household of the village register. A pseudonym: it says nothing about who lives there.
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [0-9A-Za-z-]{3,64}}
 */
public record HouseholdId(@JsonValue String value) implements Comparable<HouseholdId> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z-]{3,64}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HouseholdId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a HouseholdId: must match " + FORM);
        }
    }

    @Override
    public int compareTo(HouseholdId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
