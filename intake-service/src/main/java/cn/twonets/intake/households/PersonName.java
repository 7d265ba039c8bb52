package cn.twonets.intake.households;

/**
 * A person's name. Does not print itself.
 *
 * @param value 1 to {@value #LONGEST} characters, not blank, no control characters
 */
public record PersonName(String value) {
    public static final int LONGEST = 50;

    /** @throws IllegalArgumentException if it is not such a name; the message does not quote it */
    public PersonName {
        value = value.strip();
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a name");
        }
    }

    public static boolean isValid(String value) {
        String name = value.strip();
        return !name.isEmpty() && name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl);
    }

    /** The first character: {@code 张*}. */
    public String masked() {
        return Character.toString(value.codePointAt(0)) + "*";
    }

    @Override
    public String toString() {
        return "[name]";
    }
}
