package cn.twonets.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.Effects.Kind;
import cn.twonets.store.Engine.Written;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexKeySpecsConflictException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;

/**
 * One collection: its rows in the order of insertion, and its indexes. Changes happen under the store's write lock and
 * are told to the {@link Effects}; reads take references to bytes under the read lock and decode, match and sort outside.
 */
final class StoredCollection extends AbstractMongoCollection<Row> {
    private static final int INDEX_OPTIONS_CONFLICT = 85;
    private static final int DOTTED_FIELD_NAME = 57;

    private final Engine engine;
    private final boolean journaled;
    private final QueryMatcher readMatcher = new DefaultQueryMatcher();
    private @Nullable Row first;
    private @Nullable Row last;
    private int count;
    private long dataSize;
    private long lastRowNumber;
    private boolean oneIsEnough;
    private byte @Nullable [] checkedBytes;

    StoredCollection(StoredDatabase database, String name, CollectionOptions options, CursorRegistry cursors,
            Engine engine) {
        super(database, name, options, cursors);
        this.engine = engine;
        this.journaled = !name.startsWith("system.");
    }

    /** Whether the collection is told to the journal; the library's own system collections follow from the others. */
    boolean isJournaled() {
        return journaled;
    }

    /** The rows that a query must look at, or all, as bytes; taken under the lock. */
    Found find(Document query, @Nullable Document orderBy, int atMost) {
        engine.lock().readLock().lock();
        try {
            Plan plan = Planner.plan(getIndexes(), query, orderBy);
            List<byte[]> bytes = new ArrayList<>();
            if (plan == null) {
                forEachRow(row -> bytes.add(row.bytes));
                if (isNaturalDescending(orderBy)) {
                    Collections.reverse(bytes);
                }
                return new Found(this, query, orderBy, null, bytes, 0);
            }
            int needed = plan.sorted() && plan.exact() && atMost > 0 ? atMost : Integer.MAX_VALUE;
            long keys = plan.visit(row -> {
                bytes.add(row.bytes);
                return bytes.size() < needed;
            });
            return new Found(this, query, orderBy, plan, bytes, keys);
        } finally {
            engine.lock().readLock().unlock();
        }
    }

    boolean matches(Document document, Document query) {
        return readMatcher.matches(document, query);
    }

    /** Keeps only the wanted fields of each. */
    List<Document> project(List<Document> documents, @Nullable Document fields) {
        if (fields == null || fields.isEmpty()) {
            return documents;
        }
        return matchDocumentsFromStream(documents.stream(), new Document(), null, 0, 0, 0, fields).collectDocuments();
    }

    static java.util.@Nullable Comparator<Document> comparator(@Nullable Document orderBy) {
        return deriveComparator(orderBy);
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        return readMatcher.matches(document, query);
    }

    @Override
    protected QueryResult queryDocuments(Document query, @Nullable Document orderBy, int skip, int limit, int batchSize,
            @Nullable Document fields) {
        boolean one = oneIsEnough && engine.lock().isWriteLockedByCurrentThread();
        int atMost = one ? 1 : limit > 0 ? skip + limit : 0;
        Stream<Document> documents = find(query, orderBy, atMost).documents().skip(skip);
        if (limit > 0) {
            documents = documents.limit(limit);
        }
        if (fields != null && !fields.isEmpty()) {
            return new QueryResult(project(documents.toList(), fields));
        }
        return new QueryResult(documents::iterator);
    }

    @Override
    protected QueryResult matchDocuments(Document query, @Nullable Document orderBy, int skip, int limit, int batchSize,
            @Nullable Document fields) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        if (query == null || query.isEmpty()) {
            return super.count(query, skip, limit);
        }
        long matching = find(query, null, limit > 0 ? Math.max(0, skip) + limit : 0).count();
        long rest = Math.max(0, matching - Math.max(0, skip));
        return (int) (limit > 0 ? Math.min(limit, rest) : rest);
    }

    @Override
    public int count() {
        engine.lock().readLock().lock();
        try {
            return count;
        } finally {
            engine.lock().readLock().unlock();
        }
    }

    @Override
    public Document updateDocuments(Document selector, Document update, ArrayFilters arrayFilters, boolean isMulti,
            boolean isUpsert, Oplog oplog) {
        oneIsEnough = !isMulti;
        try {
            return super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog);
        } finally {
            oneIsEnough = false;
        }
    }

    @Override
    protected Row addDocumentInternal(Document document) {
        return append(storable(document));
    }

    /** The library could store a name with a dot, but fails halfway through any later update of such a document. */
    private static byte[] storable(Document document) {
        for (String field : document.keySet()) {
            if (field.contains(".")) {
                throw new MongoServerError(DOTTED_FIELD_NAME, "DottedFieldName",
                        "The embedded store has no field names with a dot: '" + field + "'.");
            }
        }
        return Bson.encode(document);
    }

    /** Adds a row behind all others. The indexes are the caller's matter. */
    private Row append(byte[] bytes) {
        Row row = new Row(++lastRowNumber, bytes);
        row.previous = last;
        if (last == null) {
            first = row;
        } else {
            last.next = row;
        }
        last = row;
        count++;
        dataSize += bytes.length;
        tell(Kind.PUT, bytes, Written.INSERTED);
        return row;
    }

    /** Called by the index on {@code _id} before any index is changed, so that what cannot be stored changes nothing. */
    void checkStorable(Document document) {
        checkedBytes = storable(document);
    }

    @Override
    protected void handleUpdate(Row row, Document oldDocument, Document newDocument) {
        replace(row, checkedBytes == null ? Bson.encode(newDocument) : checkedBytes);
        checkedBytes = null;
    }

    private void replace(Row row, byte[] bytes) {
        dataSize += bytes.length - row.bytes.length;
        row.bytes = bytes;
        tell(Kind.PUT, bytes, Written.UPDATED);
    }

    @Override
    public void removeDocument(Document document) {
        Row row = idIndex() == null ? findDocumentPosition(document) : idIndex().getPosition(document);
        if (row != null) {
            Document stored = Bson.decode(row.bytes);
            getIndexes().forEach(index -> ((OrderedIndex) index).remove(stored, row));
            removeDocument(row);
            tell(Kind.REMOVED, Bson.encode(new Document("_id", stored.get("_id"))), Written.DELETED);
        }
    }

    @Override
    protected void removeDocument(Row row) {
        if (row.previous == null) {
            first = row.next;
        } else {
            row.previous.next = row.next;
        }
        if (row.next == null) {
            last = row.previous;
        } else {
            row.next.previous = row.previous;
        }
        count--;
        dataSize -= row.bytes.length;
    }

    private void tell(Kind kind, byte[] bytes, Written how) {
        if (journaled) {
            engine.count(how);
        }
        tell(kind, bytes);
    }

    private void tell(Kind kind, byte[] bytes) {
        if (journaled) {
            engine.tell(kind, getFullName(), bytes);
        }
    }

    @Override
    public void addIndex(Index<Row> added) {
        for (Index<Row> index : getIndexes()) {
            if (index.getName().equals(added.getName())) {
                if (!index.hasSameOptions(added)) {
                    throw new IndexKeySpecsConflictException(added, index);
                }
                return;
            }
            if (((OrderedIndex) index).hasSameKeys(added)) {
                throw new MongoServerError(INDEX_OPTIONS_CONFLICT, "IndexOptionsConflict",
                        "Index already exists with a different name: " + index.getName());
            }
        }
        if (!engine.isRecovering()) {
            forEachRow(row -> added.add(Bson.decode(row.bytes), row, this));
        }
        getIndexes().add(added);
    }

    @Override
    public void dropIndex(String name) {
        super.dropIndex(name);
        tell(Kind.INDEX_DROPPED, Bson.encode(new Document("name", name)));
    }

    /** Takes a document back from a file. Only the index on {@code _id} follows at once. */
    void recover(byte[] bytes) {
        Document document = Bson.decode(bytes);
        OrderedIndex ids = Objects.requireNonNull(idIndex());
        Row row = ids.getPosition(document);
        if (row == null) {
            ids.add(document, append(bytes), this);
        } else {
            replace(row, bytes);
        }
    }

    void recoverRemoval(Document id) {
        OrderedIndex ids = Objects.requireNonNull(idIndex());
        Row row = ids.getPosition(id);
        if (row == null) {
            throw new IllegalArgumentException("a removed document was never stored");
        }
        ids.remove(id, row);
        removeDocument(row);
    }

    /** Builds the indexes left behind while recovering. */
    void finishRecovery() {
        List<Index<Row>> behind = getIndexes().stream().filter(index -> index != idIndex()).toList();
        if (!behind.isEmpty()) {
            forEachRow(row -> {
                Document document = Bson.decode(row.bytes);
                behind.forEach(index -> index.add(document, row, this));
            });
        }
    }

    private @Nullable OrderedIndex idIndex() {
        return getIndexes().isEmpty() ? null : (OrderedIndex) getIndexes().getFirst();
    }

    void forEachRow(Consumer<Row> action) {
        for (Row row = first; row != null; row = row.next) {
            action.accept(row);
        }
    }

    @Override
    protected Stream<DocumentWithPosition<Row>> streamAllDocumentsWithPosition() {
        List<Row> rows = new ArrayList<>(count);
        forEachRow(rows::add);
        return rows.stream().map(row -> new DocumentWithPosition<>(Bson.decode(row.bytes), row));
    }

    @Override
    protected Document getDocument(Row row) {
        return Bson.decode(row.bytes);
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {
        throw new UnsupportedOperationException("The size follows the rows.");
    }

    @Override
    protected int getDataSize() {
        return (int) Math.min(Integer.MAX_VALUE, dataSize);
    }
}
