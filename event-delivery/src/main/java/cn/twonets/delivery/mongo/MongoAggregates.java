package cn.twonets.delivery.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.delivery.outbox.Write;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Aggregates of one kind in MongoDB: {@code {_id, schema, version, epoch, sequence, bulk, state, history, acts,
 * unpublished}}.
 * Fields of the state are addressed as {@code state.<component>}. Throws the driver's exceptions when the store cannot
 * be had; whether such a write was applied is then unknown.
 */
public final class MongoAggregates<S, H extends Happening, P extends PublicState> extends OutboxAggregates<S, H, P> {
    private static final int DUPLICATE_KEY = 11_000;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final MongoCollection<BsonDocument> collection;
    private final MongoCollection<BsonDocument> movedHistory;
    private final AggregateDocuments<S> documents;
    private final Restores restores;

    /** Asserts its concerns and codecs itself, whatever those of the database are. */
    public MongoAggregates(
            AggregateKind<S, H, P> kind,
            MongoDatabase database,
            EventSink sink,
            Clock clock,
            MeterRegistry meters) {
        super(kind, sink, clock, meters);
        this.collection = durable(database.getCollection(kind.collection(), BsonDocument.class));
        this.movedHistory = durable(database.getCollection(kind.collection() + "_history", BsonDocument.class));
        this.documents = new AggregateDocuments<>(kind.stateType(), StoreSettings.codecs());
        this.restores = new Restores(database);
    }

    @Override
    public int epoch() {
        return restores.epoch();
    }

    @Override
    protected boolean isToldAgain() {
        return restores.isToldAgain(kind().collection());
    }

    @Override
    protected void noteToldAgain() {
        restores.noteToldAgain(kind().collection());
    }

    private static MongoCollection<BsonDocument> durable(MongoCollection<BsonDocument> plain) {
        return plain.withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Makes sure of the index that the sweep needs and of those named. Repeating it is harmless. */
    public void ensureIndexes(IndexModel... indexes) {
        List<IndexModel> all = new ArrayList<>(List.of(indexes));
        all.add(new IndexModel(Indexes.ascending("unpublished.since"), new IndexOptions().sparse(true)));
        collection.createIndexes(all);
    }

    /** Reads whole aggregates, with majority; for lists of many, {@link #states} carries less. */
    public List<Stored<S>> query(Bson filter, Bson sort, int limit) {
        return read(filter, sort, 0, limit);
    }

    /** Reads the states alone, with majority: for inboxes and lists. */
    public List<S> states(Bson filter, Bson sort, int limit) {
        List<S> found = new ArrayList<>();
        collection.find(filter)
                .projection(Projections.include(AggregateDocuments.STATE))
                .sort(sort)
                .limit(limit)
                .forEach(document -> found.add(documents.decodeState(document)));
        return found;
    }

    @Override
    public long count() {
        return collection.estimatedDocumentCount();
    }

    @Override
    public List<Stored<S>> after(String id, int limit) {
        return read(Filters.gt(AggregateDocuments.ID, id), Sorts.ascending(AggregateDocuments.ID), 0, limit);
    }

    private List<Stored<S>> read(Bson filter, Bson sort, int skip, int limit) {
        List<Stored<S>> found = new ArrayList<>();
        collection.find(filter)
                .sort(sort)
                .skip(skip)
                .limit(limit)
                .forEach(document -> found.add(documents.decode(document)));
        return found;
    }

    @Override
    public Map<String, Stored<S>> findAll(Collection<String> ids) {
        Map<String, Stored<S>> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            collection.find(Filters.in(AggregateDocuments.ID, ids)).forEach(document -> {
                Stored<S> stored = documents.decode(document);
                found.put(stored.id(), stored);
            });
        }
        return found;
    }

    @Override
    protected Set<String> store(List<Write<S>> writes) {
        storeMoved(writes);
        ObjectId bulk = new ObjectId();
        List<WriteModel<BsonDocument>> models = writes.stream().map(write -> model(write, bulk)).toList();
        Set<String> conflicts = new HashSet<>();
        BulkWriteResult result;
        try {
            result = collection.bulkWrite(models, UNORDERED);
        } catch (MongoBulkWriteException e) {
            requireDuplicatesOnly(e);
            e.getWriteErrors().forEach(error -> conflicts.add(writes.get(error.getIndex()).id()));
            result = e.getWriteResult();
        }
        List<String> replaced = writes.stream().filter(write -> write.guard() != null).map(Write::id).toList();
        if (result.getMatchedCount() < replaced.size()) {
            conflicts.addAll(replaced);
            conflicts.removeAll(writtenBy(bulk, replaced));
        }
        return conflicts;
    }

    private WriteModel<BsonDocument> model(Write<S> write, ObjectId bulk) {
        BsonDocument document = documents.encode(write.after(), bulk);
        if (write.guard() == null) {
            return new InsertOneModel<>(document);
        }
        return new ReplaceOneModel<>(
                Filters.and(
                        Filters.eq(AggregateDocuments.ID, write.id()),
                        Filters.eq(AggregateDocuments.VERSION, write.guard())),
                document);
    }

    /** Moved entries are the same whoever moves them, so one that is there already is as good as written. */
    private void storeMoved(List<Write<S>> writes) {
        List<WriteModel<BsonDocument>> inserts = new ArrayList<>();
        for (Write<S> write : writes) {
            if (write.moved() != null) {
                inserts.add(new InsertOneModel<>(AggregateDocuments.moved(write.id() + "/" + write.moved().part(),
                        write.moved().entries())));
            }
        }
        if (!inserts.isEmpty()) {
            try {
                movedHistory.bulkWrite(inserts, UNORDERED);
            } catch (MongoBulkWriteException e) {
                requireDuplicatesOnly(e);
            }
        }
    }

    private static void requireDuplicatesOnly(MongoBulkWriteException e) {
        if (e.getWriteConcernError() != null
                || e.getWriteErrors().stream().mapToInt(BulkWriteError::getCode)
                        .anyMatch(code -> code != DUPLICATE_KEY)) {
            throw e;
        }
    }

    /** A bulk's reply gives totals only; the documents themselves say which of them this bulk has written. */
    private Set<String> writtenBy(ObjectId bulk, List<String> ids) {
        Set<String> written = new HashSet<>();
        collection.find(
                Filters.and(
                        Filters.in(AggregateDocuments.ID, ids),
                        Filters.eq(AggregateDocuments.BULK, bulk)))
                .projection(Projections.include(AggregateDocuments.ID))
                .forEach(document -> written.add(document.getString(AggregateDocuments.ID).getValue()));
        return written;
    }

    @Override
    protected List<Stored<S>> unpublishedSince(Instant before, int skip, int limit) {
        return read(
                Filters.lt("unpublished.since", Date.from(before)),
                Sorts.ascending("unpublished.since"),
                skip,
                limit);
    }

    @Override
    protected long clear(Map<String, EventOrder> acknowledged) {
        List<WriteModel<BsonDocument>> updates = new ArrayList<>();
        acknowledged.forEach(
                (id, order) -> updates.add(
                        new UpdateOneModel<>(
                                Filters.and(
                                        Filters.eq(AggregateDocuments.ID, id),
                                        Filters.eq(AggregateDocuments.SEQUENCE, order.sequence()),
                                        Filters.eq(AggregateDocuments.EPOCH, order.epoch())),
                                Updates.unset(AggregateDocuments.UNPUBLISHED))));
        return collection.bulkWrite(updates, UNORDERED).getModifiedCount();
    }

    @Override
    protected List<HistoryEntry> moved(String id, long parts) {
        List<String> ids = LongStream.range(0, parts).mapToObj(part -> id + "/" + part).toList();
        Map<String, List<HistoryEntry>> found = new LinkedHashMap<>();
        movedHistory.find(Filters.in(AggregateDocuments.ID, ids))
                .forEach(
                        document -> found.put(
                                document.getString(AggregateDocuments.ID).getValue(),
                                AggregateDocuments.movedIn(document)));
        return ids.stream().flatMap(part -> found.getOrDefault(part, List.of()).stream()).toList();
    }
}
