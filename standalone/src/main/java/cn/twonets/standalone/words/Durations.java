package cn.twonets.standalone.words;

import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90s}, {@code 15m}, {@code 8h}, {@code 3d12h}, or ISO 8601 ({@code PT8H}). */
public final class Durations {
    private static final Pattern PLAIN = Pattern
            .compile("(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");

    private Durations() {
    }

    /**
     * Reads a positive duration.
     *
     * @param what the option or argument, for the message
     * @throws Refused if it is not one
     */
    public static Duration parse(String what, String text) {
        Duration read = read(text.strip());
        if (read == null || read.isNegative() || read.isZero()) {
            throw new Refused(Exit.USAGE,
                    what + " '" + text + "' is not a duration; write 15m, 8h, 3d12h or PT8H.");
        }
        return read;
    }

    private static @org.jspecify.annotations.Nullable Duration read(String text) {
        Matcher plain = PLAIN.matcher(text);
        if (!text.isEmpty() && plain.matches()) {
            return Duration.ofDays(number(plain.group(1)))
                    .plusHours(number(plain.group(2)))
                    .plusMinutes(number(plain.group(3)))
                    .plusSeconds(number(plain.group(4)));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** In words, such as {@code 3 d 12 h}. */
    public static String words(Duration duration) {
        StringBuilder words = new StringBuilder();
        append(words, duration.toDays(), "d");
        append(words, duration.toHoursPart(), "h");
        append(words, duration.toMinutesPart(), "min");
        append(words, duration.toSecondsPart(), "s");
        return words.isEmpty() ? "0 s" : words.toString();
    }

    private static void append(StringBuilder words, long amount, String unit) {
        if (amount > 0) {
            words.append(words.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
        }
    }
}
