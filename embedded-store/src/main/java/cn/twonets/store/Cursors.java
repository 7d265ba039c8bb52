package cn.twonets.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;

/** The open cursors; one that nobody asks for ten minutes is dropped, so that a lost client holds no memory. */
final class Cursors {
    static final int FIRST_BATCH = 101;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Map<Long, StoreCursor> open = new ConcurrentHashMap<>();
    private final Clock clock;

    Cursors(Clock clock) {
        this.clock = clock;
    }

    Document firstBatch(StoreCursor cursor, int batchSize, boolean single, String namespace) {
        List<Document> batch = batchSize == 0 && !single ? List.of() : cursor.takeDocuments(batchSize);
        boolean ended = single || cursor.isEmpty();
        if (!ended) {
            dropUnused();
            cursor.usedAt(clock.instant());
            open.put(cursor.getId(), cursor);
        }
        return Replies.firstBatch(namespace, batch, ended ? 0 : cursor.getId());
    }

    /**
     * @throws CursorNotFoundException when it has ended, or was dropped
     */
    Document nextBatch(long id, int batchSize, String namespace) {
        StoreCursor cursor = open.get(id);
        if (cursor == null) {
            throw new CursorNotFoundException(id);
        }
        List<Document> batch = cursor.takeDocuments(batchSize);
        if (cursor.isEmpty()) {
            open.remove(id);
        }
        cursor.usedAt(clock.instant());
        return Replies.nextBatch(namespace, batch, cursor.isEmpty() ? 0 : id);
    }

    boolean remove(long id) {
        return open.remove(id) != null;
    }

    int size() {
        return open.size();
    }

    private void dropUnused() {
        Instant since = clock.instant().minus(KEPT);
        open.values().removeIf(cursor -> cursor.isUnusedSince(since));
    }
}
