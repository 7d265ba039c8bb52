package cn.twonets.system.judge;

import com.mongodb.ReadConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads the services' stores as they lie, with the driver alone: none of the product's own readers has a say. */
public final class Stores implements AutoCloseable {
    private static final List<String> DATABASES = List.of("intake", "dispatch", "resource");
    private static final int PAGE = 1_000;
    /** What nobody but a person does: whatever else happens may follow from an event, or from the time. */
    private static final Set<String> ACTS = Set.of("cn.twonets.need.submitted.v1", "cn.twonets.need.withdrawn.v1",
            "cn.twonets.need.outcome-confirmed.v1", "cn.twonets.need.outcome-disputed.v1",
            "cn.twonets.case.acknowledged.v1", "cn.twonets.referral.accepted.v1", "cn.twonets.referral.declined.v1",
            "cn.twonets.referral.delivered.v1");

    private final MongoClient client;

    /** @param uri where the driver connects */
    public Stores(String uri) {
        this.client = MongoClients.create(uri);
    }

    /**
     * Every aggregate of a family.
     *
     * @param contentHash of a need's stored state: the hash of the body that would submit just this need again
     */
    public Map<String, Kept> all(Family family, Function<BsonDocument, String> contentHash) {
        Map<String, List<Happened>> moved = moved(family);
        Map<String, Kept> all = new HashMap<>();
        MongoCollection<BsonDocument> collection = collection(family.database(), family.collection());
        walk(collection, document -> {
            Kept kept = kept(family, document, moved, contentHash);
            all.put(kept.id(), kept);
        });
        return all;
    }

    /** One aggregate; null if there is none. */
    public @Nullable Kept find(Family family, String id) {
        BsonDocument document = collection(family.database(), family.collection()).find(Filters.eq("_id", id)).first();
        return document == null ? null : kept(family, document, Map.of(), state -> "");
    }

    /** Needs whose referral lies in some provider's inbox, at most so many: those with a live reservation. */
    public List<Kept> withProvider(int limit) {
        List<Kept> found = new ArrayList<>();
        collection("resource", "aid").find(Filters.gt("state.desk", ""))
                .limit(limit)
                .forEach(document -> found.add(kept(Family.AID, document, Map.of(), state -> "")));
        return found;
    }

    /** All pools by id. */
    public Map<String, Kept.Pool> pools() {
        Map<String, Kept.Pool> pools = new HashMap<>();
        collection("resource", "pools").find().forEach(document -> {
            Kept.Pool pool = pool(document);
            pools.put(pool.id(), pool);
        });
        return pools;
    }

    /** How many documents of any service say that something of them is not yet in Kafka. */
    public long unpublished() {
        long marked = 0;
        for (String database : DATABASES) {
            for (String name : names(database)) {
                marked += client.getDatabase(database)
                        .getCollection(name)
                        .find(Filters.exists("unpublished.since"))
                        .projection(Projections.include("_id"))
                        .into(new ArrayList<>())
                        .size();
            }
        }
        return marked;
    }

    /** Every document of a database, with the name of its collection. */
    public void everything(String database, Consumer<Named> each) {
        for (String name : names(database)) {
            walk(collection(database, name), document -> each.accept(new Named(name, document)));
        }
    }

    /** Every document of a collection in the order of its ids. */
    public void walk(String database, String collection, Consumer<BsonDocument> each) {
        walk(collection(database, collection), each);
    }

    /** Whether the store answers. */
    public boolean answers() {
        try {
            client.getDatabase("intake").runCommand(new Document("ping", 1));
            return true;
        } catch (com.mongodb.MongoException e) {
            // the question was whether it answers
            return false;
        }
    }

    /** A document and the collection that it lies in. */
    public record Named(String collection, BsonDocument document) {}

    /** One of them, for those who read it in their own way. */
    MongoDatabase database(String name) {
        return client.getDatabase(name);
    }

    private List<String> names(String database) {
        return client.getDatabase(database).listCollectionNames().into(new ArrayList<>());
    }

    private MongoCollection<BsonDocument> collection(String database, String name) {
        return client.getDatabase(database)
                .getCollection(name, BsonDocument.class)
                .withReadConcern(ReadConcern.MAJORITY);
    }

    private static void walk(MongoCollection<BsonDocument> collection, Consumer<BsonDocument> each) {
        collection.find().batchSize(PAGE).forEach(each);
    }

    private Map<String, List<Happened>> moved(Family family) {
        Map<String, List<Happened>> moved = new HashMap<>();
        List<BsonDocument> parts = new ArrayList<>();
        walk(collection(family.database(), family.collection() + "_history"), parts::add);
        parts.sort(java.util.Comparator.comparingInt(Stores::part));
        parts.forEach(part -> {
            String id = part.getString("_id").getValue();
            moved.computeIfAbsent(id.substring(0, id.lastIndexOf('/')), need -> new ArrayList<>())
                    .addAll(history(part));
        });
        return moved;
    }

    private static int part(BsonDocument document) {
        String id = document.getString("_id").getValue();
        return Integer.parseInt(id.substring(id.lastIndexOf('/') + 1));
    }

    private static Kept kept(Family family, BsonDocument document, Map<String, List<Happened>> moved,
            Function<BsonDocument, String> contentHash) {
        String id = document.getString("_id").getValue();
        BsonDocument state = document.getDocument("state");
        List<Happened> history = new ArrayList<>();
        List<Happened> inDocument = history(document);
        long first = inDocument.isEmpty() ? Long.MAX_VALUE : inDocument.getFirst().sequence();
        // a moved part is written before the document that leaves its entries out
        moved.getOrDefault(id, List.of()).stream().filter(one -> one.sequence() < first).forEach(history::add);
        history.addAll(inDocument);
        return new Kept(id, document.getNumber("epoch").intValue(), document.getNumber("sequence").longValue(),
                List.copyOf(history), document.containsKey("unpublished"),
                family == Family.NEED ? need(state, contentHash) : null,
                family == Family.CASE ? aidCase(state) : null,
                family == Family.AID ? aid(state) : null);
    }

    private static Kept.Need need(BsonDocument state, Function<BsonDocument, String> contentHash) {
        return new Kept.Need(contentHash.apply(state), text(state, "status"), text(state, "unit"),
                text(state, "category"), text(state, "urgency"));
    }

    private static Kept.Case aidCase(BsonDocument state) {
        BsonDocument shown = state.getDocument("shown");
        BsonDocument responsible = shown.getDocument("responsible", new BsonDocument());
        BsonDocument wish = shown.getDocument("wish", new BsonDocument());
        return new Kept.Case(text(shown, "status"), text(shown, "closeReason"), text(responsible, "post"),
                Math.max(millis(shown, "dueAt"), millis(shown, "reviewAt")), number(wish, "ordinal"));
    }

    private static Kept.Aid aid(BsonDocument state) {
        BsonDocument holds = state.getDocument("holds");
        BsonDocument live = holds.getDocument("live", null);
        return new Kept.Aid(number(holds, "counted"), live == null ? null : reservation(live),
                holds.getArray("delivered", new BsonArray()).stream().map(one -> reservation(one.asDocument()))
                        .toList(),
                text(state.getDocument("referral", new BsonDocument()), "status"),
                number(state.getDocument("answer", new BsonDocument()), "ordinal"));
    }

    private static Kept.Reservation reservation(BsonDocument document) {
        return new Kept.Reservation(number(document, "attempt"), text(document, "pool"), number(document, "amount"));
    }

    private static Kept.Pool pool(BsonDocument document) {
        Set<Kept.Hold> holds = new HashSet<>();
        document.getArray("holds").forEach(one -> {
            BsonDocument hold = one.asDocument();
            holds.add(new Kept.Hold(text(hold, "need"), number(hold, "attempt"), number(hold, "amount")));
        });
        return new Kept.Pool(text(document, "_id"), number(document, "target"), number(document, "available"),
                number(document, "confirmed"), holds);
    }

    private static List<Happened> history(BsonDocument document) {
        return document.getArray("history").stream().map(BsonValue::asDocument).map(
                entry -> new Happened(number(entry, "epoch"), entry.getNumber("sequence").longValue(),
                        text(entry, "type").intern(),
                        ACTS.contains(text(entry, "type")) ? text(entry, "correlation") : ""))
                .toList();
    }

    static String text(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null || !value.isString() ? "" : value.asString().getValue();
    }

    static int number(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null ? 0 : value.asNumber().intValue();
    }

    static long millis(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null ? 0 : value.asDateTime().getValue();
    }

    @Override
    public void close() {
        client.close();
    }
}
