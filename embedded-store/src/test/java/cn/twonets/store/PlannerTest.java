package cn.twonets.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;

/** Whatever the indexes, the answers are those of looking at every document. */
class PlannerTest {
    private static final List<String> FIELDS = List.of("a", "b", "c", "list", "in.x", "in.y", "_id");
    private static final List<String> SCALARS = List.of("a", "b", "c", "_id");
    private static final int ROUNDS = 12;
    private static final int QUERIES = 150;

    @TempDir
    static Path folder;

    private static EmbeddedStore store;
    private static MongoClient client;

    @BeforeAll
    static void open() {
        store = EmbeddedStore.open(StoreSettings.in(folder));
        client = MongoClients.create(store.connectionString());
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @Test
    void answersAsIfThereWereNoIndexes() {
        long seed = new Random().nextLong();
        System.out.println("PlannerTest seed " + seed);
        Random random = new Random(seed);
        MongoDatabase database = client.getDatabase("p");
        int served = 0;
        for (int round = 0; round < ROUNDS; round++) {
            MongoCollection<Document> plain = database.getCollection("plain" + round);
            MongoCollection<Document> indexed = database.getCollection("indexed" + round);
            boolean arrays = round % 2 == 0;
            for (int i = 0; i < 4; i++) {
                createIndex(indexed, random);
            }
            List<Document> documents = IntStream.range(0, 120).mapToObj(i -> document(i, random, arrays)).toList();
            plain.insertMany(documents);
            indexed.insertMany(documents);
            change(List.of(plain, indexed), random, arrays);
            for (int i = 0; i < QUERIES; i++) {
                Document filter = filter(random, arrays);
                Document sort = random.nextBoolean() ? new Document() : keys(random, arrays ? SCALARS : FIELDS);
                assertSameAnswers(seed, plain, indexed, filter, sort, random.nextInt(30));
                served += Explained.of(indexed.find(filter).sort(sort)).index().equals("none") ? 0 : 1;
            }
        }
        assertThat(served).as("queries served by an index").isGreaterThan(ROUNDS * QUERIES / 3);
    }

    private static void assertSameAnswers(long seed, MongoCollection<Document> plain, MongoCollection<Document> indexed,
            Document filter, Document sort, int limit) {
        Supplier<String> what = () -> "seed " + seed + ": " + filter.toJson() + " sorted by " + sort.toJson()
                + " limit " + limit;
        List<Document> expected = all(plain.find(filter).sort(sort));
        List<Document> found = all(indexed.find(filter).sort(sort));
        assertThat(found).as(what).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(indexed.countDocuments(filter)).as(what).isEqualTo(expected.size());
        assertThat(sortKeys(found, sort)).as(what).isEqualTo(sortKeys(expected, sort));
        int most = limit == 0 ? expected.size() : Math.min(limit, expected.size());
        assertThat(sortKeys(all(indexed.find(filter).sort(sort).limit(limit)), sort)).as(what)
                .hasSize(most)
                .isEqualTo(sort.isEmpty()
                        ? sortKeys(found, sort).subList(0, most)
                        : sortKeys(expected, sort).subList(0, most));
    }

    private static List<Document> all(FindIterable<Document> find) {
        return find.into(new ArrayList<>());
    }

    /** What of each document decides the order; documents that agree in it may come in any order. */
    private static List<List<Object>> sortKeys(List<Document> documents, Document sort) {
        return documents.stream().map(document -> sort.keySet().stream().map(field -> at(document, field)).toList())
                .toList();
    }

    private static Object at(Document document, String field) {
        Object found = document.getEmbedded(List.of(field.split("\\.")), Object.class);
        return switch (found) {
            case null -> "null";
            case Number number -> number.doubleValue();
            default -> found;
        };
    }

    private static void createIndex(MongoCollection<Document> collection, Random random) {
        Document keys = keys(random, FIELDS);
        String name = keys.toJson();
        boolean known = collection.listIndexes().into(new ArrayList<>()).stream()
                .anyMatch(index -> index.get("key", Document.class).equals(keys));
        if (!known && !keys.keySet().equals(Set.of("_id"))) {
            collection.createIndex(keys, new IndexOptions().sparse(random.nextInt(3) == 0).name(name));
        }
    }

    private static Document keys(Random random, List<String> choice) {
        Document keys = new Document();
        List<String> fields = new ArrayList<>(choice);
        Collections.shuffle(fields, random);
        boolean array = false;
        for (String field : fields.subList(0, 1 + random.nextInt(3))) {
            boolean isArray = field.equals("list") || field.startsWith("in.");
            if (!isArray || !array) {
                keys.append(field, random.nextInt(3) == 0 ? -1 : 1);
            }
            array |= isArray;
        }
        return keys;
    }

    private static void change(List<MongoCollection<Document>> collections, Random random, boolean arrays) {
        for (int i = 0; i < 60; i++) {
            int id = random.nextInt(120);
            Document replacement = document(id, random, arrays);
            String field = List.of("a", "b", "c").get(random.nextInt(3));
            Object value = value(random);
            int kind = random.nextInt(4);
            for (MongoCollection<Document> collection : collections) {
                switch (kind) {
                    case 0 -> collection.replaceOne(new Document("_id", id), replacement);
                    case 1 -> collection.updateOne(new Document("_id", id),
                            new Document("$set", new Document(field, value)));
                    case 2 -> collection.updateOne(new Document("_id", id),
                            new Document("$unset", new Document(field, 1)));
                    default -> collection.deleteOne(new Document("_id", id));
                }
            }
        }
    }

    private static Document document(int id, Random random, boolean arrays) {
        Document document = new Document("_id", id);
        for (String field : List.of("a", "b", "c")) {
            if (random.nextInt(6) > 0) {
                document.append(field, value(random));
            }
        }
        if (arrays && random.nextInt(4) > 0) {
            document.append("list", Stream.generate(() -> value(random)).limit(random.nextInt(4)).toList());
        } else if (random.nextBoolean()) {
            document.append("list", value(random));
        }
        if (arrays && random.nextBoolean()) {
            document.append("in", Stream.generate(() -> inner(random)).limit(random.nextInt(3)).toList());
        } else if (random.nextInt(5) > 0) {
            document.append("in", inner(random));
        }
        return document;
    }

    private static Document inner(Random random) {
        Document inner = new Document();
        if (random.nextInt(4) > 0) {
            inner.append("x", value(random));
        }
        return random.nextInt(4) > 0 ? inner.append("y", value(random)) : inner;
    }

    private static Object value(Random random) {
        int small = random.nextInt(6);
        return switch (random.nextInt(10)) {
            case 0 -> (long) small;
            case 1 -> small + 0.5;
            case 2 -> new Date(small);
            case 3 -> null;
            case 4 -> random.nextBoolean();
            case 5 -> new ObjectId(small, 0);
            case 6, 7 -> "s" + small;
            default -> small;
        };
    }

    private static Document filter(Random random, boolean arrays) {
        Document filter = new Document();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String field = FIELDS.get(random.nextInt(FIELDS.size()));
            filter.append(field, field.equals("_id") ? idDemand(random) : demand(random, arrays));
        }
        return random.nextInt(8) == 0
                ? new Document("$and", List.of(filter, new Document("b", demand(random, arrays))))
                : filter;
    }

    private static Object idDemand(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(130);
            case 1 -> new Document("$in",
                    Stream.generate(() -> random.nextInt(130)).limit(random.nextInt(20)).toList());
            default -> new Document("$gt", random.nextInt(120)).append("$lte", random.nextInt(130));
        };
    }

    private static Object demand(Random random, boolean arrays) {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> value(random);
            case 3 -> new Document("$in", Stream.generate(() -> value(random)).limit(random.nextInt(4)).toList());
            case 4 -> new Document("$gt", random.nextInt(6));
            case 5 -> new Document("$lte", "s" + random.nextInt(6));
            case 6 -> arrays
                    ? new Document("$gte", random.nextInt(6))
                    : new Document("$gte", random.nextInt(3)).append("$lt", random.nextInt(6));
            case 7 -> new Document("$ne", value(random));
            default -> new Document("$exists", random.nextBoolean());
        };
    }
}
