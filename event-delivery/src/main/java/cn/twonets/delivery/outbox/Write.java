package cn.twonets.delivery.outbox;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One guarded write: a whole document in place of the one that was read, or a new one.
 *
 * @param guard the version that must still be there; null for an insert
 * @param after the document to be
 * @param moved the oldest history entries, to be kept in a document of their own first; null where nothing moves
 */
public record Write<S>(@Nullable Long guard, Stored<S> after, @Nullable Moved moved) {

    public String id() {
        return after.id();
    }

    /**
     * History entries that leave the aggregate's document.
     *
     * @param part counts such documents of the aggregate from 0
     * @param entries oldest first
     */
    public record Moved(long part, List<HistoryEntry> entries) {}
}
