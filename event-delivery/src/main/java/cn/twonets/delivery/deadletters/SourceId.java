package cn.twonets.delivery.deadletters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record lies on the topic that it came from. A record has one such place however often it is read, so this is
 * what tells one dead letter from another.
 *
 * @param topic name of the topic
 * @param partition from 0
 * @param offset from 0
 */
public record SourceId(String topic, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._]{1,200})-(\\d{1,9})-(\\d{1,18})");

    /** Reads what {@link #toString()} wrote; empty if it is no such text. */
    public static Optional<SourceId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new SourceId(
                                parts.group(1),
                                Integer.parseInt(parts.group(2)),
                                Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** {@code <topic>-<partition>-<offset>}. */
    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
