package cn.twonets.events.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record in one piece of bytes, so that it can be changed at random: its key as {@code @key}, its headers, a blank
 * line, its value. Without that line there is no value.
 *
 * @param key null for none
 * @param headers by name
 * @param value null for none
 */
record FuzzedRecord(@Nullable String key, Map<String, byte[]> headers, byte @Nullable [] value) {
    private static final String KEY = "@key";

    static FuzzedRecord of(byte[] bytes) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        int at = 0;
        while (at < bytes.length && bytes[at] != '\n') {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
            int colon = line.indexOf(": ");
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 2).getBytes(StandardCharsets.ISO_8859_1));
            }
            at = Math.min(bytes.length, end + 1);
        }
        byte[] key = headers.remove(KEY);
        return new FuzzedRecord(key == null ? null : new String(key, StandardCharsets.ISO_8859_1), headers,
                at >= bytes.length ? null : java.util.Arrays.copyOfRange(bytes, at + 1, bytes.length));
    }

    /** The key as it would be received. */
    byte @Nullable [] keyBytes() {
        return key == null ? null : key.getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (key != null) {
            line(bytes, KEY, keyBytes());
        }
        headers.forEach((name, content) -> line(bytes, name, content));
        if (value != null) {
            bytes.write('\n');
            bytes.writeBytes(value);
        }
        return bytes.toByteArray();
    }

    private static void line(ByteArrayOutputStream bytes, String name, byte @Nullable [] content) {
        bytes.writeBytes((name + ": ").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(content == null ? new byte[0] : content);
        bytes.write('\n');
    }
}
