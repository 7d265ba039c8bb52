package cn.twonets.intake.privacy.mongo;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.HouseholdKeys;
import cn.twonets.intake.privacy.KeptKey;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys as {@code {_id: <household>, schema, algorithm, key, master}}; destroyed ones as {@code {_id, schema, erased: {at, by,
 * reason}, unfinished, inFiles}}: the last but one only while the household is to be taken away, the last only from then
 * until the store's files were written anew.
 */
public final class StoredKeys implements HouseholdKeys {
    /** Name of the collection. */
    public static final String COLLECTION = "household_keys";

    private static final Logger log = LoggerFactory.getLogger(StoredKeys.class);
    private static final String ID = "_id";
    private static final String SCHEMA = "schema";
    /** The first form did not name itself. */
    private static final int FORM = 2;
    private static final BsonInt32 FIRST_FORM = new BsonInt32(1);
    private static final Bson KNOWN_FORM = Filters.not(Filters.gt(SCHEMA, FORM));
    private static final String ALGORITHM = "algorithm";
    private static final String KEY = "key";
    private static final String MASTER = "master";
    private static final String ERASED = "erased";
    private static final String UNFINISHED = "unfinished";
    private static final String IN_FILES = "inFiles";

    private final MongoDatabase database;
    private final MongoCollection<BsonDocument> collection;
    private final AtomicBoolean refusalTold = new AtomicBoolean();

    /** Asserts its concerns itself, whatever those of the database are. */
    public StoredKeys(MongoDatabase database) {
        this.database = database;
        this.collection = database.getCollection(COLLECTION, BsonDocument.class)
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Makes sure of the indexes. Repeating it is harmless. */
    public void ensureIndexes() {
        collection.createIndex(Indexes.ascending(UNFINISHED), new IndexOptions().sparse(true));
        collection.createIndex(Indexes.ascending(IN_FILES), new IndexOptions().sparse(true));
    }

    @Override
    public Map<HouseholdId, KeptKey> find(Collection<HouseholdId> households) {
        Map<HouseholdId, KeptKey> found = new LinkedHashMap<>();
        if (!households.isEmpty()) {
            collection.find(Filters.in(ID, households.stream().map(HouseholdId::value).toList()))
                    .map(StoredKeys::decode)
                    .forEach(kept -> found.put(kept.household(), kept));
        }
        return found;
    }

    @Override
    public KeptKey insert(KeptKey.Wrapped key) {
        try {
            collection.insertOne(encode(key));
            return key;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return decode(collection.find(Filters.eq(ID, key.household().value())).first());
        }
    }

    @Override
    public void rewrap(KeptKey.Wrapped before, KeptKey.Wrapped after) {
        collection.replaceOne(
                Filters.and(Filters.eq(ID, before.household().value()), Filters.eq(KEY, before.key())),
                encode(after));
    }

    @Override
    public KeptKey.Destroyed destroy(KeptKey.Destroyed destroyed) {
        String id = destroyed.household().value();
        Erasure erasure = destroyed.erasure();
        BsonDocument document = new BsonDocument(ID, new BsonString(id))
                .append(SCHEMA, new BsonInt32(FORM))
                .append(ERASED, new BsonDocument("at", new BsonDateTime(erasure.at().toEpochMilli()))
                        .append("by", new BsonString(erasure.by().value()))
                        .append("reason", new BsonString(erasure.reason())))
                .append(UNFINISHED, new BsonDateTime(erasure.at().toEpochMilli()));
        while (true) {
            if (collection.replaceOne(Filters.and(Filters.eq(ID, id), Filters.exists(KEY), KNOWN_FORM), document)
                    .getMatchedCount() == 1) {
                return destroyed;
            }
            BsonDocument kept = collection.find(Filters.eq(ID, id)).first();
            if (kept != null && decode(kept) instanceof KeptKey.Destroyed first) {
                return first;
            }
            if (kept == null && inserted(document)) {
                return destroyed;
            }
        }
    }

    private boolean inserted(BsonDocument document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public List<KeptKey.Wrapped> wrappedByOthersThan(Set<String> masters, int limit) {
        List<KeptKey.Wrapped> found = new ArrayList<>();
        collection.find(Filters.and(Filters.exists(KEY), Filters.nin(MASTER, masters)))
                .limit(limit)
                .map(StoredKeys::decode)
                .forEach(kept -> found.add((KeptKey.Wrapped) kept));
        return found;
    }

    @Override
    public List<KeptKey.Destroyed> notTakenAway(Instant before, @Nullable HouseholdId after, int limit) {
        List<KeptKey.Destroyed> found = new ArrayList<>();
        Bson left = Filters.lt(UNFINISHED, Date.from(before));
        collection.find(after == null ? left : Filters.and(left, Filters.gt(ID, after.value())))
                .sort(Sorts.ascending(ID))
                .limit(limit)
                .map(StoredKeys::decode)
                .forEach(kept -> found.add((KeptKey.Destroyed) kept));
        return found;
    }

    @Override
    public void takenAway(KeptKey.Destroyed destroyed) {
        collection.updateOne(
                Filters.and(Filters.eq(ID, destroyed.household().value()), Filters.exists(UNFINISHED)),
                Updates.combine(Updates.unset(UNFINISHED),
                        Updates.set(IN_FILES, Date.from(destroyed.erasure().at()))));
    }

    @Override
    public boolean rewriteFiles(Duration patience) {
        try {
            database.withTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .runCommand(new Document("compact", COLLECTION).append("force", true));
            refusalTold.set(false);
            return true;
        } catch (MongoException e) {
            if (!refusalTold.getAndSet(true)) {
                log.warn(
                        "The store has not written the collection {} anew ({}); destroyed keys stay in its files until "
                                + "it does",
                        COLLECTION,
                        e instanceof MongoCommandException refused
                                ? refused.getErrorCodeName()
                                : e.getClass().getSimpleName());
            }
            return false;
        }
    }

    @Override
    public void leftFiles(HouseholdId household) {
        collection.updateOne(Filters.eq(ID, household.value()), Updates.unset(IN_FILES));
    }

    @Override
    public void leftFiles(Instant before) {
        collection.updateMany(Filters.lt(IN_FILES, Date.from(before)), Updates.unset(IN_FILES));
    }

    @Override
    public int inFiles(Instant before) {
        return (int) collection.countDocuments(Filters.lt(IN_FILES, Date.from(before)));
    }

    @Override
    public int unfinished(Instant before) {
        return (int) collection.countDocuments(Filters.lt(UNFINISHED, Date.from(before))) + inFiles(before);
    }

    private static BsonDocument encode(KeptKey.Wrapped key) {
        return new BsonDocument(ID, new BsonString(key.household().value()))
                .append(SCHEMA, new BsonInt32(FORM))
                .append(ALGORITHM, new BsonString(key.algorithm()))
                .append(KEY, new BsonString(key.key()))
                .append(MASTER, new BsonString(key.master()));
    }

    private static KeptKey decode(BsonDocument document) {
        HouseholdId household = new HouseholdId(document.getString(ID).getValue());
        UnknownFormException.requireKnown(household.value(), document.getNumber(SCHEMA, FIRST_FORM).intValue(), FORM);
        BsonDocument erased = document.getDocument(ERASED, null);
        return erased == null
                ? new KeptKey.Wrapped(household, document.getString(ALGORITHM).getValue(),
                        document.getString(KEY).getValue(), document.getString(MASTER).getValue())
                : new KeptKey.Destroyed(household,
                        new Erasure(Instant.ofEpochMilli(erased.getDateTime("at").getValue()),
                                new PostId(erased.getString("by").getValue()),
                                erased.getString("reason").getValue()));
    }
}
