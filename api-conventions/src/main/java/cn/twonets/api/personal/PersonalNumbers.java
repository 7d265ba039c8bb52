package cn.twonets.api.personal;

import java.util.regex.Pattern;

/**
 * Tells numbers of telephones and identity cards in codes and names that are published. Division codes, units below them and
 * the codes of organizations may have as many digits, and are none.
 */
public final class PersonalNumbers {
    /** The code of a field that has one in it. */
    public static final String CODE = "personal-number";

    private static final Pattern PERSONAL = Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)"
            + "|[1-9]\\d{5}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]");

    private PersonalNumbers() {
    }

    /** Whether the text is or contains what can be the number of a mobile telephone or an identity card. */
    public static boolean isIn(String text) {
        return PERSONAL.matcher(text).find();
    }
}
