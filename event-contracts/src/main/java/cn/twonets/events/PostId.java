package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Who acts: the subject of a token, a post and never a person name, such as {@code village-leader:411082110213}.
 *
 * @param value the code as it stands in JSON, on topics and in stores; matches {@code [0-9A-Za-z][0-9A-Za-z:._-]{0,95}}
 */
public record PostId(@JsonValue String value) implements Comparable<PostId> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z][0-9A-Za-z:._-]{0,95}");

    /** @throws IllegalArgumentException if the value does not have the form of such an id */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PostId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a PostId: must match " + FORM);
        }
    }

    @Override
    public int compareTo(PostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
