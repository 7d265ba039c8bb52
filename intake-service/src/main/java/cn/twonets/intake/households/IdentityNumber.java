package cn.twonets.intake.households;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A citizen's identity number by GB 11643: 17 digits and a check character; digits 7 to 14 are a date of birth. Does not
 * print itself.
 *
 * @param value 18 characters, the last possibly {@code X} in upper case
 */
public record IdentityNumber(String value) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{16}[0-9X]");
    private static final int LENGTH = 18;
    private static final int EARLIEST_YEAR = 1800;
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_CHARACTERS = "10X98765432";

    /** What is wrong with a number. */
    public enum Fault {
        /** Not 18 characters. */
        LENGTH,
        /** Other characters than digits and a last X. */
        CHARACTERS,
        /** The date of birth is no date, or cannot be that of a living person. */
        DATE,
        /** The check character does not follow from the others: most likely a typing error. */
        CHECK_CHARACTER
    }

    /** @throws IllegalArgumentException if it is not such a number; the message does not quote it */
    public IdentityNumber {
        value = value.toUpperCase(Locale.ROOT);
        Optional<Fault> fault = fault(value, LocalDate.MAX);
        if (fault.isPresent()) {
            throw new IllegalArgumentException("not an identity number: " + fault.get());
        }
    }

    /**
     * What is wrong with a number; empty if nothing is.
     *
     * @param value as somebody typed it; a small x is let pass
     * @param today nobody is born later
     */
    public static Optional<Fault> fault(String value, LocalDate today) {
        String number = value.toUpperCase(Locale.ROOT);
        if (number.length() != LENGTH) {
            return Optional.of(Fault.LENGTH);
        }
        if (!FORM.matcher(number).matches()) {
            return Optional.of(Fault.CHARACTERS);
        }
        if (!isDateUpTo(number, today)) {
            return Optional.of(Fault.DATE);
        }
        return number.charAt(LENGTH - 1) == checkCharacter(number)
                ? Optional.empty()
                : Optional.of(Fault.CHECK_CHARACTER);
    }

    /**
     * Whether a text holds such a number anywhere, so that an unkeyed digest of it could be reversed by trying. Of other
     * long rows of digits less than one in a thousand looks like one; of a code of six digits with a date and four more
     * digits behind it, one in eleven.
     *
     * @param today nobody is born later
     */
    public static boolean isIn(String text, LocalDate today) {
        return IntStream.rangeClosed(0, text.length() - LENGTH)
                .anyMatch(from -> fault(text.substring(from, from + LENGTH), today).isEmpty());
    }

    /** The first three and last four characters: {@code 410***********1234}. */
    public String masked() {
        return value.substring(0, 3) + "*".repeat(LENGTH - 7) + value.substring(LENGTH - 4);
    }

    private static boolean isDateUpTo(String number, LocalDate today) {
        try {
            LocalDate born = LocalDate.of(
                    Integer.parseInt(number, 6, 10, 10),
                    Integer.parseInt(number, 10, 12, 10),
                    Integer.parseInt(number, 12, 14, 10));
            return born.getYear() >= EARLIEST_YEAR && !born.isAfter(today);
        } catch (DateTimeException noSuchDate) {
            return false;
        }
    }

    private static char checkCharacter(String number) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (number.charAt(i) - '0');
        }
        return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
    }

    @Override
    public String toString() {
        return "[identity number]";
    }
}
