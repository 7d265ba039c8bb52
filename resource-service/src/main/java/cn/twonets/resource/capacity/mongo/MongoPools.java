package cn.twonets.resource.capacity.mongo;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.NeedId;
import cn.twonets.resource.capacity.Hold;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolFigures;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * One document for each pool: {@code {_id, schema, version, bulk, edits, target, available, confirmed, oldest, holds: [{need,
 * attempt, amount, since}]}}; {@code oldest} is when the oldest hold was reserved and is left out without holds.
 */
public final class MongoPools implements Pools, PoolFigures.Source {
    private static final int DUPLICATE_KEY = 11_000;
    private static final String ID = "_id";
    private static final String OLDEST = "oldest";
    private static final String SCHEMA = "schema";
    /** The first form did not name itself. */
    private static final int FORM = 2;

    private final MongoCollection<Document> pools;

    public MongoPools(MongoDatabase database) {
        this.pools = database.getCollection("pools")
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    @Override
    public Map<PoolId, Pool> findAll(Collection<PoolId> ids) {
        Map<PoolId, Pool> found = new TreeMap<>();
        if (!ids.isEmpty()) {
            pools.find(Filters.in(ID, texts(ids))).map(MongoPools::pool).forEach(pool -> found.put(pool.id(), pool));
        }
        return found;
    }

    @Override
    public Set<PoolId> write(Collection<Pool> changed) {
        if (changed.isEmpty()) {
            return Set.of();
        }
        ObjectId bulk = new ObjectId();
        List<Pool> order = List.copyOf(changed);
        List<WriteModel<Document>> models = order.stream().map(pool -> model(pool, bulk)).toList();
        try {
            int replaced = pools.bulkWrite(models, new BulkWriteOptions().ordered(false)).getMatchedCount();
            if (replaced == order.stream().filter(pool -> pool.version() > 0).count()) {
                return Set.of();
            }
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().map(BulkWriteError::getCode)
                            .anyMatch(code -> code != DUPLICATE_KEY)) {
                throw e;
            }
        }
        Set<PoolId> lost = order.stream().map(Pool::id).collect(Collectors.toCollection(HashSet::new));
        lost.removeAll(writtenBy(bulk, lost));
        return lost;
    }

    /** A bulk's reply gives totals only; the documents say which of them this bulk has written. */
    private Set<PoolId> writtenBy(ObjectId bulk, Set<PoolId> ids) {
        Set<PoolId> written = new HashSet<>();
        pools.find(Filters.and(Filters.in(ID, texts(ids)), Filters.eq("bulk", bulk)))
                .projection(Projections.include(ID))
                .forEach(document -> written.add(PoolId.parse(document.getString(ID))));
        return written;
    }

    private static WriteModel<Document> model(Pool pool, ObjectId bulk) {
        Document document = document(pool, bulk);
        Bson guard = Filters.and(Filters.eq(ID, pool.id().toString()), Filters.eq("version", pool.version()));
        return pool.version() == 0 ? new InsertOneModel<>(document) : new ReplaceOneModel<>(guard, document);
    }

    @Override
    public List<Pool> withHoldsBefore(Instant since, String afterId, int limit) {
        return pools.find(Filters.and(Filters.gt(ID, afterId), Filters.lt(OLDEST, Date.from(since))))
                .sort(Sorts.ascending(ID))
                .limit(limit)
                .map(MongoPools::pool)
                .into(new ArrayList<>());
    }

    private static List<String> texts(Collection<PoolId> ids) {
        return ids.stream().map(PoolId::toString).toList();
    }

    private static Document document(Pool pool, ObjectId bulk) {
        Document document = new Document(ID, pool.id().toString())
                .append(SCHEMA, FORM)
                .append("version", pool.version() + 1)
                .append("bulk", bulk)
                .append("edits", pool.edits())
                .append("target", pool.target())
                .append("available", pool.available())
                .append("confirmed", pool.confirmed())
                .append("holds", pool.holds().entrySet().stream().map(hold -> new Document()
                        .append("need", hold.getKey().need().value())
                        .append("attempt", hold.getKey().attempt())
                        .append("amount", hold.getValue().amount())
                        .append("since", Date.from(hold.getValue().since()))).toList());
        pool.oldestHold().ifPresent(oldest -> document.append(OLDEST, Date.from(oldest)));
        return document;
    }

    @Override
    public Map<PoolId, PoolFigures> figures(Collection<PoolId> ids) {
        Map<PoolId, PoolFigures> found = new TreeMap<>();
        if (!ids.isEmpty()) {
            pools.find(Filters.in(ID, texts(ids)))
                    .map(MongoPools::figures)
                    .forEach(figures -> found.put(figures.id(), figures));
        }
        return found;
    }

    @Override
    public List<PoolFigures> figuresAfter(String afterId, int limit) {
        return pools.find(Filters.gt(ID, afterId))
                .sort(Sorts.ascending(ID))
                .limit(limit)
                .map(MongoPools::figures)
                .into(new ArrayList<>());
    }

    private static Pool pool(Document document) {
        PoolFigures figures = figures(document);
        return new Pool(
                figures.id(),
                figures.version(),
                document.getLong("edits"),
                figures.target(),
                figures.available(),
                figures.confirmed(),
                figures.holds());
    }

    private static PoolFigures figures(Document document) {
        UnknownFormException.requireKnown(document.getString(ID), document.getInteger(SCHEMA, 1), FORM);
        SortedMap<HoldId, Hold> holds = new TreeMap<>();
        document.getList("holds", Document.class).forEach(hold -> holds.put(
                new HoldId(new NeedId(hold.getString("need")), hold.getInteger("attempt")),
                new Hold(hold.getInteger("amount"), hold.getDate("since").toInstant())));
        return new PoolFigures(
                PoolId.parse(document.getString(ID)),
                document.getLong("version"),
                document.getInteger("target"),
                document.getInteger("available"),
                document.getInteger("confirmed"),
                holds);
    }
}
