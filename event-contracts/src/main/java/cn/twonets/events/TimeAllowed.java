package cn.twonets.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something may take, written {@code 5 working days} or {@code 24 hours}. Working days are China's, with
 * make-up working weekends; hours run day and night.
 *
 * @param amount how many, at least 1
 * @param unit of what
 */
public record TimeAllowed(int amount, Unit unit) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4}) (working days|hours)");

    /** What is counted. */
    public enum Unit {
        /** China's working days. */
        WORKING_DAYS("working days"),
        /** Hours of the clock. */
        HOURS("hours");

        private final String words;

        Unit(String words) {
            this.words = words;
        }
    }

    /** @throws IllegalArgumentException if the amount is less than 1 */
    public TimeAllowed {
        if (amount < 1) {
            throw new IllegalArgumentException("time allowed must be at least 1: " + amount);
        }
    }

    /** @throws IllegalArgumentException if the text is not written as above */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TimeAllowed parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a time allowed, such as '5 working days' or '24 hours': " + text);
        }
        return new TimeAllowed(
                Integer.parseInt(form.group(1)),
                form.group(2).equals(Unit.HOURS.words) ? Unit.HOURS : Unit.WORKING_DAYS);
    }

    @JsonValue
    @Override
    public String toString() {
        return amount + " " + unit.words;
    }
}
