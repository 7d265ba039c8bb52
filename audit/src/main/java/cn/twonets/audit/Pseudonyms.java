package cn.twonets.audit;

import java.util.regex.Pattern;

/**
 * Keeps what callers wrote into paths out of the entries unless it can be an id: a path is free text until something was
 * found under it, and somebody may put a name, an identity number or a phone number there.
 */
public final class Pseudonyms {
    /** Stands where something was left out. */
    public static final String LEFT_OUT = "unfit";

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z:._-]{0,127}");
    /** Mobile phones have eleven digits; identity numbers, bank cards and accounts have more than a division code. */
    private static final Pattern PERSONAL = Pattern.compile("(?<!\\d)1\\d{10}(?!\\d)|\\d{13}");

    private Pseudonyms() {
    }

    /** The text if it can be an id and nothing else, otherwise {@value #LEFT_OUT}. */
    public static String of(String text) {
        return ID.matcher(text).matches() && !PERSONAL.matcher(text).find() ? text : LEFT_OUT;
    }
}
