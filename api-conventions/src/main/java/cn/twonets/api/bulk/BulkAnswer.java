package cn.twonets.api.bulk;

import cn.twonets.api.problem.Refusal;
import java.util.Collection;
import java.util.List;

/**
 * The answer to a bulk request: always 200, each item for itself, in the order of the request.
 *
 * @param items one for each item asked
 */
public record BulkAnswer<T>(List<ItemResult<T>> items) {
    public BulkAnswer {
        items = List.copyOf(items);
    }

    /** @throws Refusal 422 naming {@code /items} if there is none or more than {@code most} */
    public static void requireSize(Collection<?> items, int most) {
        if (items.isEmpty() || items.size() > most) {
            throw Refusal.invalid("/items", "wrong-number-of-items", 1, most);
        }
    }
}
