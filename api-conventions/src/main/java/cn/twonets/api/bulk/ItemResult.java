package cn.twonets.api.bulk;

import cn.twonets.api.problem.Problem;
import cn.twonets.api.problem.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one item of a bulk request.
 *
 * @param id what the item names: the client's own id when creating, the target when acting
 * @param result what became of it
 * @param value what there is now; null if rejected
 * @param problem why not; null unless rejected
 */
public record ItemResult<T>(String id, Result result, @Nullable T value, @Nullable Problem problem) {
    public enum Result {
        /** Created now. */
        CREATED,
        /** Done now. */
        DONE,
        /** Created or done by an earlier request with the same key. */
        DUPLICATE,
        /** Not accepted; nothing was changed for this item. */
        REJECTED
    }

    public static <T> ItemResult<T> created(String id, T value) {
        return new ItemResult<>(id, Result.CREATED, value, null);
    }

    public static <T> ItemResult<T> done(String id, T value) {
        return new ItemResult<>(id, Result.DONE, value, null);
    }

    public static <T> ItemResult<T> duplicate(String id, T value) {
        return new ItemResult<>(id, Result.DUPLICATE, value, null);
    }

    /** In the language of the request at hand. */
    public static <T> ItemResult<T> rejected(String id, Refusal refusal) {
        return new ItemResult<>(id, Result.REJECTED, null, Problem.ofItem(refusal));
    }
}
