package cn.twonets.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * One chain of entries: what one running instance of a service wrote into one file, such as
 * {@code intake-20261121T195000123Z-k3f7ab}. Sorts by service and then by time.
 *
 * @param value service, time of its beginning (UTC, to the millisecond) and something random
 */
public record ChainId(String value) implements Comparable<ChainId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,40}-\\d{8}T\\d{9}Z-[a-z2-7]{6}");
    private static final int BEHIND_SERVICE = "-20261121T195000123Z-k3f7ab".length();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** @throws IllegalArgumentException if that cannot name a chain */
    public ChainId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a chain of entries: must match " + FORM);
        }
    }

    /** A new one; two instances that begin in the same millisecond still differ. */
    public static ChainId begin(String service, Instant at, RandomGenerator random) {
        StringBuilder text = new StringBuilder(service).append('-').append(TIME.format(at)).append('-');
        for (int i = 0; i < 6; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new ChainId(text.toString());
    }

    /** Whether that names a chain. */
    public static boolean fits(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whose it is. */
    public String service() {
        return value.substring(0, value.length() - BEHIND_SERVICE);
    }

    /** Whether it was begun then or later. */
    public boolean isSince(Instant then) {
        return value.substring(value.length() - BEHIND_SERVICE + 1).compareTo(TIME.format(then)) >= 0;
    }

    @Override
    public int compareTo(ChainId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
