package cn.twonets.api.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items at most as many as were asked for
 * @param nextCursor for the next page; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of what a query with {@code limit + 1} found: the one too many only tells that there is more.
     *
     * @param cursor the sort values of an item
     */
    public static <S, T> Page<T> of(List<S> found, PageRequest request, Function<S, Cursor> cursor,
            Function<S, T> view) {
        boolean more = found.size() > request.limit();
        List<S> shown = more ? found.subList(0, request.limit()) : found;
        return new Page<>(shown.stream().map(view).toList(),
                more ? cursor.apply(shown.getLast()).toString() : null);
    }
}
