package cn.twonets.intake.households;

import java.util.regex.Pattern;

/**
 * A telephone number of the mainland: a mobile one of 11 digits, or a landline with its area code. Does not print
 * itself.
 *
 * @param value digits only
 */
public record PhoneNumber(String value) {
    private static final Pattern FORM = Pattern.compile("1[3-9][0-9]{9}|0[0-9]{9,11}");

    /** @throws IllegalArgumentException if it is not such a number; the message does not quote it */
    public PhoneNumber {
        value = digits(value);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a telephone number");
        }
    }

    /** Whether it is such a number; blanks and hyphens between digits are let pass. */
    public static boolean isValid(String value) {
        return FORM.matcher(digits(value)).matches();
    }

    /** The first three and last four digits: {@code 138****5678}. */
    public String masked() {
        return value.substring(0, 3) + "*".repeat(value.length() - 7) + value.substring(value.length() - 4);
    }

    private static String digits(String value) {
        return value.replaceAll("(?<=[0-9])[ -](?=[0-9])", "");
    }

    @Override
    public String toString() {
        return "[telephone number]";
    }
}
