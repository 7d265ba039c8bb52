package cn.twonets.api.paging;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page is asked for: {@code ?limit=} and {@code ?cursor=}. A controller takes it as a parameter.
 *
 * @param limit 1 to 200, by default 50
 * @param cursor as it came; null for the first page
 */
public record PageRequest(int limit, @Nullable String cursor) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MOST = 200;

    /** @throws Refusal 400 naming {@code query:limit} if the limit is not a number from 1 to 200 */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        String start = cursor == null || cursor.isEmpty() ? null : cursor;
        if (limit == null) {
            return new PageRequest(DEFAULT_LIMIT, start);
        }
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= MOST) {
                return new PageRequest(number, start);
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the same refusal
        }
        throw Refusal.of(StandardProblem.INVALID_REQUEST).query("limit", "out-of-range", 1, MOST);
    }

    /**
     * The cursor, if this is not the first page.
     *
     * @param parts how many values this list's cursors have
     * @throws Refusal 400 naming {@code query:cursor} if it is not one of this list's
     */
    public Optional<Cursor> after(int parts) {
        return Optional.ofNullable(cursor).map(text -> Cursor.parse(text, parts));
    }
}
