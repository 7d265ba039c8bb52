package cn.twonets.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An entry as it stands in a file: one line of JSON with {@code n}, {@code at} and {@code kind} in front and the hash at
 * the end, {@code {"n":2,"at":"2026-11-21T19:50:00.123Z","kind":"begun",…,"hash":"…"}}. The hash is the SHA-256 of the
 * previous line's hash (64 zeros before the first) followed by this line up to {@code ,"hash"}; so anybody can check a
 * chain with a dozen lines of any language.
 *
 * @param number counted from 1
 * @param at time, RFC 3339 in UTC with milliseconds
 * @param kind what kind of entry
 * @param body the line up to its hash
 * @param hash 64 hexadecimal digits
 */
public record Line(long number, String at, String kind, byte[] body, String hash) {
    /** Hexadecimal digits of a hash. */
    public static final int HASH_LENGTH = 64;

    /** Stands before the first line. */
    public static final String BEFORE_FIRST = "0".repeat(HASH_LENGTH);

    private static final byte[] HASH = ",\"hash\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = HASH.length + HASH_LENGTH + END.length;
    private static final String NUMBER = "{\"n\":";
    private static final String AT = ",\"at\":\"";
    private static final int AT_LENGTH = "2026-11-21T19:50:00.123Z".length();
    private static final String KIND = "\",\"kind\":\"";
    private static final int LONGEST_NUMBER = 18;
    private static final int LONGEST_FRONT = 120;

    /** What precedes {@code ,"hash"}: the front and the entry's own fields. */
    static byte[] body(long number, String at, byte[] fields) {
        byte[] front = (NUMBER + number + AT + at + '"').getBytes(StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOf(front, front.length + fields.length);
        System.arraycopy(fields, 0, body, front.length, fields.length);
        return body;
    }

    /** A whole line, ended by a line feed. */
    static byte[] whole(byte[] body, String hash) {
        byte[] line = Arrays.copyOf(body, body.length + TAIL + 1);
        int at = body.length;
        System.arraycopy(HASH, 0, line, at, HASH.length);
        at += HASH.length;
        System.arraycopy(hash.getBytes(StandardCharsets.US_ASCII), 0, line, at, HASH_LENGTH);
        at += HASH_LENGTH;
        System.arraycopy(END, 0, line, at, END.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** What a line with that body must have as its hash. */
    public static String hash(MessageDigest sha256, String previous, byte[] body) {
        sha256.update(previous.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha256.digest(body));
    }

    /** The hash function of all chains. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Takes a line apart without looking whether its hash is right.
     *
     * @param text holds it from {@code from} to before {@code to}, without the line feed
     * @return empty if it does not have the form of a line
     */
    public static Optional<Line> read(byte[] text, int from, int to) {
        int bodyEnd = to - TAIL;
        if (bodyEnd <= from || !stands(HASH, text, bodyEnd) || !stands(END, text, to - END.length)) {
            return Optional.empty();
        }
        String hash = ascii(text, bodyEnd + HASH.length, to - END.length);
        String front = ascii(text, from, Math.min(bodyEnd, from + LONGEST_FRONT));
        int numberEnd = front.indexOf(AT);
        int atEnd = numberEnd + AT.length() + AT_LENGTH;
        if (!front.startsWith(NUMBER) || numberEnd < 0 || !front.startsWith(KIND, atEnd)) {
            return Optional.empty();
        }
        int kindBegin = atEnd + KIND.length();
        int kindEnd = front.indexOf('"', kindBegin);
        String number = front.substring(NUMBER.length(), numberEnd);
        if (kindEnd < 0 || number.isEmpty() || number.length() > LONGEST_NUMBER
                || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(new Line(Long.parseLong(number), front.substring(numberEnd + AT.length(), atEnd),
                front.substring(kindBegin, kindEnd), Arrays.copyOfRange(text, from, bodyEnd), hash));
    }

    /** The JSON of it, without the hash. */
    public String json() {
        return new String(body, StandardCharsets.UTF_8) + "}";
    }

    private static boolean stands(byte[] wanted, byte[] text, int at) {
        return Arrays.equals(wanted, 0, wanted.length, text, at, at + wanted.length);
    }

    private static String ascii(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
