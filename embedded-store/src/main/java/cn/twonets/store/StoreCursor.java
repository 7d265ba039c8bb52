package cn.twonets.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;

/** The rest of an answer, decoded batch by batch. Used by one connection at a time. */
final class StoreCursor extends AbstractCursor {
    private static final int MOST_BYTES = 15 << 20;

    private final Iterator<Document> documents;
    private final StoredCollection collection;
    private final @Nullable Document fields;
    private @Nullable Document ahead;
    private volatile Instant lastUsed = Instant.EPOCH;

    StoreCursor(long id, Iterator<Document> documents, StoredCollection collection, @Nullable Document fields) {
        super(id);
        this.documents = documents;
        this.collection = collection;
        this.fields = fields;
    }

    @Override
    public boolean isEmpty() {
        return ahead == null && !documents.hasNext();
    }

    /**
     * The next batch.
     *
     * @param atMost how many documents, 0 for as many as a message holds
     */
    @Override
    public synchronized List<Document> takeDocuments(int atMost) {
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while (!isEmpty() && (atMost <= 0 || batch.size() < atMost)) {
            Document document = ahead == null ? documents.next() : ahead;
            ahead = null;
            bytes += Bson.mostBytes(document);
            if (bytes > MOST_BYTES && !batch.isEmpty()) {
                ahead = document;
                break;
            }
            batch.add(document);
        }
        return collection.project(batch, fields);
    }

    void usedAt(Instant time) {
        lastUsed = time;
    }

    boolean isUnusedSince(Instant time) {
        return lastUsed.isBefore(time);
    }
}
