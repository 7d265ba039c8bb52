package cn.twonets.api.paging;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.events.json.PlainTimes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page begins: the sort values of the last item shown. Opaque and url-safe on the outside. It grants
 * nothing, since scope is inside every query, so it is not signed.
 *
 * @param parts the values, such as a due time and an id; they hold no U+001F
 */
public record Cursor(List<String> parts) {
    private static final String SEPARATOR = "\u001f";

    public Cursor {
        parts = List.copyOf(parts);
    }

    public static Cursor of(String... parts) {
        return new Cursor(List.of(parts));
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws Refusal 400 naming {@code query:cursor} if it is not one of ours or does not have that many parts
     */
    public static Cursor parse(String text, int parts) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            String plain = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            Cursor cursor = new Cursor(List.of(plain.split(SEPARATOR, -1)));
            if (cursor.parts.size() == parts) {
                return cursor;
            }
        } catch (IllegalArgumentException | CharacterCodingException notOurs) {
            // falls through to the same refusal
        }
        throw refusal();
    }

    /** For values that turn out not to be of the right kind, such as a time that is none. */
    public static Refusal refusal() {
        return Refusal.of(StandardProblem.INVALID_REQUEST).query("cursor", "invalid-value");
    }

    /**
     * A part that is a time.
     *
     * @throws Refusal 400 naming {@code query:cursor} if it is none
     */
    public Instant time(int index) {
        try {
            return PlainTimes.parse(parts.get(index));
        } catch (DateTimeException notOurs) {
            throw refusal();
        }
    }

    public String part(int index) {
        return parts.get(index);
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }
}
