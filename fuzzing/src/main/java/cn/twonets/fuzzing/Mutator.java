package cn.twonets.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes bytes: flips, cuts, repeats, exchanges, and puts in words of the format. The same random numbers make the same
 * changes.
 */
final class Mutator {
    /** No input grows beyond this: the time that a decoder takes is bounded by what it is given. */
    static final int LONGEST = 96 * 1024;

    private static final int MOST_CHANGES = 5;
    private static final int MOST_REPEATS = 2_000;
    private static final byte[][] ODD = {
            {0}, {(byte) 0xff}, {(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, {'\r', '\n'}, {0x1b}, {0x7f}};

    private final SplittableRandom random;
    private final List<byte[]> words;

    /** @param words of the format, such as the tokens of JSON */
    Mutator(SplittableRandom random, List<String> words) {
        this.random = random;
        this.words = new ArrayList<>(List.of(ODD));
        words.forEach(word -> this.words.add(word.getBytes(StandardCharsets.UTF_8)));
    }

    /** Some changes of one input; {@code other} lends parts. */
    byte[] changed(byte[] input, byte[] other) {
        byte[] changed = input;
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            changed = once(changed, other);
        }
        return changed.length > LONGEST ? Arrays.copyOf(changed, LONGEST) : changed;
    }

    private byte[] once(byte[] input, byte[] other) {
        if (input.length == 0) {
            return word();
        }
        int at = random.nextInt(input.length);
        int end = at + 1 + random.nextInt(Math.min(64, input.length - at));
        return switch (random.nextInt(10)) {
            case 0 -> flipped(input, at);
            case 1 -> replaced(input, at, at + 1, new byte[]{(byte) random.nextInt(256)});
            case 2 -> replaced(input, at, at, word());
            case 3 -> replaced(input, at, end, word());
            case 4 -> replaced(input, at, end, new byte[0]);
            case 5 -> Arrays.copyOf(input, at);
            case 6 -> repeated(input, at, end);
            case 7 -> replaced(input, at, end, part(other));
            case 8 -> replaced(input, at, at, part(input));
            default -> number(input, at);
        };
    }

    private byte[] flipped(byte[] input, int at) {
        byte[] flipped = input.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private byte[] repeated(byte[] input, int from, int to) {
        int times = 1 + (random.nextInt(4) == 0 ? random.nextInt(MOST_REPEATS) : random.nextInt(4));
        int room = Math.max(1, (LONGEST - input.length) / Math.max(1, to - from));
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        for (int i = 0; i < Math.min(times, room); i++) {
            more.write(input, from, to - from);
        }
        return replaced(input, to, to, more.toByteArray());
    }

    /** Another number where the next one stands. */
    private byte[] number(byte[] input, int from) {
        int at = from;
        while (at < input.length && (input[at] < '0' || input[at] > '9')) {
            at++;
        }
        int end = at;
        while (end < input.length && input[end] >= '0' && input[end] <= '9') {
            end++;
        }
        String[] numbers = {"0", "-1", "1", "9223372036854775807", "9223372036854775808", "2147483648", "1e999",
                "1.5", "-0", "00", "9".repeat(400), String.valueOf(random.nextLong())};
        return replaced(input, at, end, numbers[random.nextInt(numbers.length)].getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] part(byte[] of) {
        if (of.length == 0) {
            return new byte[0];
        }
        int from = random.nextInt(of.length);
        return Arrays.copyOfRange(of, from, Math.min(of.length, from + 1 + random.nextInt(128)));
    }

    private byte[] word() {
        return words.get(random.nextInt(words.size()));
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        byte[] result = new byte[input.length - (to - from) + by.length];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(input, to, result, from + by.length, input.length - to);
        return result;
    }
}
