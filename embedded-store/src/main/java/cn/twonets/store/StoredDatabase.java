package cn.twonets.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.Effects.Kind;
import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;

/**
 * One database: the library's commands over our collections, with the commands that the library gets wrong, or answers
 * without an index, done here.
 */
final class StoredDatabase extends AbstractMongoDatabase<Row> {
    private static final int CANNOT_CREATE_INDEX = 67;
    private static final Set<String> INDEX_OPTIONS = Set.of("key", "name", "ns", "v", "unique", "sparse", "background");

    private final Engine engine;
    private final Cursors cursors;
    private final Map<String, StoredCollection> collections = new ConcurrentHashMap<>();

    StoredDatabase(String name, CursorRegistry registry, Engine engine, Cursors cursors) {
        super(name, registry);
        this.engine = engine;
        this.cursors = cursors;
        initializeNamespacesAndIndexes();
    }

    /** The collections that people made. */
    Collection<StoredCollection> collections() {
        return collections.values().stream().filter(StoredCollection::isJournaled).toList();
    }

    @Override
    public Document handleCommand(@Nullable Channel channel, String command, Document query, DatabaseResolver databases,
            Oplog oplog) {
        return switch (command) {
            case "find" -> find(query, query.get("find").toString());
            case "explain" -> explain((Document) query.get("explain"));
            case "insert" -> insert(query);
            case "update" -> Bulk.run(query, "updates",
                    one -> super.handleCommand(channel, command, one, databases, oplog));
            case "delete" -> Bulk.run(query, "deletes",
                    one -> super.handleCommand(channel, command, one, databases, oplog));
            case "aggregate" -> aggregate(query, databases, oplog);
            case "dropIndexes" -> dropIndexes(query);
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    private Document find(Document query, String name) {
        StoredCollection collection = collections.get(name);
        if (collection == null) {
            return Replies.firstBatch(getFullCollectionNamespace(name), List.of(), 0);
        }
        int skip = number(query, "skip");
        int limit = Math.abs(number(query, "limit"));
        Found found = collection.find(filter(query), (Document) query.get("sort"), limit > 0 ? skip + limit : 0);
        Stream<Document> documents = found.documents().skip(skip);
        documents = limit > 0 ? documents.limit(limit) : documents;
        boolean single = Boolean.TRUE.equals(query.get("singleBatch"));
        int batchSize = query.get("batchSize") instanceof Number size
                ? size.intValue()
                : single ? 0 : Cursors.FIRST_BATCH;
        StoreCursor cursor = new StoreCursor(cursorRegistry.generateCursorId(), documents.iterator(), collection,
                (Document) query.get("projection"));
        return cursors.firstBatch(cursor, batchSize, single, collection.getFullName());
    }

    private static Document filter(Document query) {
        return query.get("filter") instanceof Document filter ? filter : new Document();
    }

    private static int number(Document query, String field) {
        return query.get(field) instanceof Number number ? number.intValue() : 0;
    }

    private Document explain(Document query) {
        if (!query.containsKey("find")) {
            throw new MongoServerError(CommandRules.COMMAND_NOT_SUPPORTED, "CommandNotSupported",
                    "The embedded store explains only find.");
        }
        StoredCollection collection = collections.get(query.get("find").toString());
        return collection == null
                ? Explanation.ofNothing()
                : Explanation.of(collection, filter(query), (Document) query.get("sort"), number(query, "skip"),
                        Math.abs(number(query, "limit")));
    }

    private Document insert(Document query) {
        String name = query.get("insert").toString();
        if (name.startsWith("system.")) {
            throw new MongoServerError(CommandRules.INVALID_NAMESPACE, "InvalidNamespace",
                    "Cannot write to the system collection " + name + ".");
        }
        MongoCollection<Row> collection = resolveOrCreateCollection(name);
        return Bulk.run(query, "documents", one -> {
            for (Object document : (Collection<?>) one.get("documents")) {
                collection.addDocument((Document) document);
            }
            return Replies.okay(new Document("n", 1));
        });
    }

    /** The only ways that are quick: counting, and a first stage that an index can serve. */
    private Document aggregate(Document query, DatabaseResolver databases, Oplog oplog) {
        String name = query.get("aggregate").toString();
        String namespace = getFullCollectionNamespace(name);
        List<Document> pipeline = Aggregation.parse(query.get("pipeline"));
        StoredCollection collection = collections.get(name);
        Document match = !pipeline.isEmpty() && pipeline.getFirst().get("$match") instanceof Document first
                ? first
                : null;
        List<Document> rest = match == null ? pipeline : pipeline.subList(1, pipeline.size());
        Aggregation aggregation = Aggregation.fromPipeline(rest, databases, this, collection, oplog);
        if (aggregation.isModifying()) {
            throw new MongoServerError(CommandRules.COMMAND_NOT_SUPPORTED, "CommandNotSupported",
                    "The embedded store does not write from an aggregation.");
        }
        if (collection == null) {
            return Replies.firstBatch(namespace, List.of(), 0);
        }
        Document filter = match == null ? new Document() : match;
        List<Document> results = CountPipeline.isCount(rest)
                ? CountPipeline.count(rest, collection, filter)
                : aggregation.runStages(collection.find(filter, null, 0).documents());
        StoreCursor cursor = new StoreCursor(cursorRegistry.generateCursorId(), results.iterator(), collection, null);
        Document options = query.get("cursor") instanceof Document given ? given : new Document();
        int batchSize = options.get("batchSize") instanceof Number size ? size.intValue() : Cursors.FIRST_BATCH;
        return cursors.firstBatch(cursor, batchSize, false, namespace);
    }

    private Document dropIndexes(Document query) {
        StoredCollection collection = collections.get(query.get("dropIndexes").toString());
        if (collection == null) {
            throw new MongoServerError(CommandRules.NAMESPACE_NOT_FOUND, "NamespaceNotFound", "ns not found");
        }
        Object wanted = query.get("index");
        List<String> names = new ArrayList<>();
        for (Index<Row> index : collection.getIndexes()) {
            if (!index.getName().equals(OrderedIndex.ID_INDEX) && (Objects.equals(wanted, "*")
                    || index.getName().equals(wanted) || index.toIndexDescription().get("key").equals(wanted))) {
                names.add(index.getName());
            }
        }
        if (names.isEmpty() && !Objects.equals(wanted, "*")) {
            throw new IndexNotFoundException("index not found with name [" + wanted + "]");
        }
        names.forEach(name -> dropIndexNamed(collection, name));
        return Replies.okay(new Document());
    }

    void dropIndexNamed(StoredCollection collection, String name) {
        collection.dropIndex(name);
        indexes.get().deleteDocuments(new Document("name", name).append("ns", collection.getFullName()), 0);
    }

    @Override
    protected void addIndex(Document description) {
        Document checked = checkedIndex(description);
        String namespace = checked.get("ns").toString();
        StoredCollection collection = (StoredCollection) resolveOrCreateCollection(
                namespace.substring(getDatabaseName().length() + 1));
        int before = collection.getNumIndexes();
        super.addIndex(checked);
        boolean added = collection.getNumIndexes() > before;
        if (added && !OrderedIndex.ID_INDEX.equals(checked.get("name"))) {
            engine.tell(Kind.INDEX_CREATED, namespace, Bson.encode(checked));
        }
    }

    /** The description without what means nothing; what would be silently left out is refused. */
    private static Document checkedIndex(Document description) {
        for (String option : description.keySet()) {
            if (!INDEX_OPTIONS.contains(option)) {
                throw cannotCreate("does not support the index option '" + option + "'");
            }
        }
        Document key = new Document();
        ((Document) description.get("key")).forEach((field, direction) -> {
            if (!(direction instanceof Number number) || Math.abs(number.doubleValue()) != 1) {
                throw cannotCreate("has only ascending (1) and descending (-1) index keys");
            }
            if (field.startsWith("$") || field.matches("(.*\\.)?(\\d+|\\$\\*\\*)?(\\..*)?")) {
                throw cannotCreate("cannot index the field '" + field + "'");
            }
            key.put(field, number.intValue());
        });
        if (key.isEmpty()) {
            throw cannotCreate("needs at least one index key");
        }
        Document checked = new Document("v", 2).append("key", key).append("name", description.get("name")).append("ns",
                description.get("ns"));
        for (String option : List.of("unique", "sparse")) {
            if (Boolean.TRUE.equals(description.get(option))) {
                checked.append(option, true);
            }
        }
        return checked;
    }

    private static MongoServerError cannotCreate(String what) {
        return new MongoServerError(CANNOT_CREATE_INDEX, "CannotCreateIndex", "The embedded store " + what + ".");
    }

    @Override
    protected Index<Row> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new OrderedIndex(name, keys, sparse, true);
    }

    @Override
    protected Index<Row> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys,
            boolean sparse) {
        return new OrderedIndex(name, keys, sparse, false);
    }

    @Override
    protected MongoCollection<Row> openOrCreateCollection(String name, CollectionOptions options) {
        StoredCollection collection = new StoredCollection(this, name, options, cursorRegistry, engine);
        collections.put(name, collection);
        if (collection.isJournaled()) {
            engine.tell(Kind.COLLECTION_CREATED, collection.getFullName(), Bson.encode(new Document()));
        }
        return collection;
    }

    @Override
    public void unregisterCollection(String name) {
        super.unregisterCollection(name);
        StoredCollection removed = collections.remove(name);
        if (removed != null && removed.isJournaled()) {
            engine.tell(Kind.COLLECTION_DROPPED, removed.getFullName(), Bson.encode(new Document()));
        }
    }

    /** The collection, made if absent, while the data is read back. */
    StoredCollection recoverCollection(String name) {
        return (StoredCollection) resolveOrCreateCollection(name);
    }

    @Override
    protected void clearLastStatus(@Nullable Channel channel) {
        // nothing is kept per connection
    }

    @Override
    protected void putLastResult(@Nullable Channel channel, Document result) {
        // nothing is kept per connection
    }

    @Override
    protected long getFileSize() {
        return 0;
    }

    @Override
    protected long getStorageSize() {
        return 0;
    }
}
