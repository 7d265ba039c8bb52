package cn.twonets.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.UpdateResult;

/** What the services ask of a store, whatever server it is: run against the embedded one and against a named one. */
abstract class StoreContract {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private MongoClient client;
    private MongoDatabase database;
    private MongoCollection<Document> cases;

    abstract String uri();

    @BeforeEach
    void connect() {
        client = MongoClients.create(uri());
        database = client.getDatabase("twonets-contract-" + UUID.randomUUID())
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true)).withReadConcern(ReadConcern.MAJORITY);
        cases = database.getCollection("cases");
    }

    @AfterEach
    void disconnect() {
        database.drop();
        client.close();
    }

    @Test
    void keepsEveryTypeThatServicesStore() {
        Document document = new Document("_id", "types").append("text", "危房改造").append("int", 1)
                .append("long", 1L << 60).append("double", 0.5).append("yes", true)
                .append("time", new Date(1_700_000_000_123L))
                .append("object", new Document("inner", List.of(1, "two", new Document("three", 3))))
                .append("nothing", null)
                .append("bytes", new Binary(new byte[]{1, 2, 3})).append("oid", new ObjectId())
                .append("decimal", new Decimal128(new BigDecimal("12.30")));

        cases.insertOne(document);

        assertThat(cases.find(eq("_id", "types")).first()).isEqualTo(document);
    }

    @Test
    void refusesASecondDocumentWithTheSameId() {
        cases.insertOne(new Document("_id", 1));

        assertThatThrownBy(() -> cases.insertOne(new Document("_id", 1))).isInstanceOfSatisfying(
                MongoWriteException.class,
                e -> assertThat(e.getError().getCategory()).isEqualTo(ErrorCategory.DUPLICATE_KEY));
        assertThat(cases.countDocuments()).isEqualTo(1);
    }

    @Test
    void insertsTheRestOfAnUnorderedBatchAndNamesTheDuplicates() {
        cases.insertOne(new Document("_id", 2));

        assertThatThrownBy(() -> cases.insertMany(ids(1, 2, 3), new InsertManyOptions().ordered(false)))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                    assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
                        assertThat(error.getIndex()).isEqualTo(1);
                        assertThat(error.getCode()).isEqualTo(11_000);
                    });
                    assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2);
                });
        assertThat(idsOf(cases.find())).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void endsAnOrderedBatchAtItsFirstError() {
        cases.insertOne(new Document("_id", 2));

        assertThatThrownBy(() -> cases.insertMany(ids(1, 2, 3))).isInstanceOfSatisfying(MongoBulkWriteException.class,
                e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1));
        assertThat(idsOf(cases.find())).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void replacesOnlyTheVersionThatWasRead() {
        cases.insertMany(List.of(version("a", 1), version("b", 1), version("c", 1)));

        BulkWriteResult result = cases.bulkWrite(List.of(replacement("a", 1), replacement("b", 7), replacement("c", 1)),
                UNORDERED);

        assertThat(result.getMatchedCount()).isEqualTo(2);
        assertThat(result.getModifiedCount()).isEqualTo(2);
        assertThat(versionOf("a")).isEqualTo(2);
        assertThat(versionOf("b")).isEqualTo(1);
        assertThat(versionOf("c")).isEqualTo(2);
    }

    @Test
    void replacesAWholeDocumentInTheGivenOrderOfFields() {
        cases.insertOne(new Document("_id", "x").append("old", 1).append("b", 1));

        cases.replaceOne(eq("_id", "x"), new Document("_id", "x").append("c", 3).append("b", 2));

        assertThat(cases.find(eq("_id", "x")).first().keySet()).containsExactly("_id", "c", "b");
    }

    @Test
    void updatesOnlyTheSequenceThatWasRead() {
        cases.insertMany(List.of(sequence("a", 3), sequence("b", 4)));
        List<WriteModel<Document>> clearing = new ArrayList<>();
        for (String id : List.of("a", "b")) {
            clearing.add(new UpdateOneModel<>(and(eq("_id", id), eq("sequence", 3L)),
                    combine(unset("unpublished"), inc("version", 1), set("cleared", true))));
        }

        assertThat(cases.bulkWrite(clearing, UNORDERED).getMatchedCount()).isEqualTo(1);

        assertThat(cases.find(eq("_id", "a")).first()).doesNotContainKey("unpublished").containsEntry("cleared", true)
                .containsEntry("version", 2);
        assertThat(cases.find(eq("_id", "b")).first()).containsKey("unpublished").containsEntry("version", 1);
    }

    @Test
    void changesArraysInPlace() {
        cases.insertOne(
                new Document("_id", 1).append("holds", List.of(new Document("id", "h1"), new Document("id", "h2"))));

        cases.updateOne(eq("_id", 1), push("holds", new Document("id", "h3")));
        cases.updateOne(eq("_id", 1), pull("holds", new Document("id", "h1")));
        cases.updateOne(eq("_id", 1), addToSet("tags", "x"));
        cases.updateOne(eq("_id", 1), addToSet("tags", "x"));
        cases.updateOne(eq("_id", 1), pushEach("log", List.of(1, 2, 3, 4), new PushOptions().slice(-2)));
        cases.updateOne(and(eq("_id", 1), eq("holds.id", "h2")), set("holds.$.amount", 5));

        assertThat(cases.find(eq("_id", 1)).first()).isEqualTo(new Document("_id", 1)
                .append("holds", List.of(new Document("id", "h2").append("amount", 5), new Document("id", "h3")))
                .append("tags", List.of("x")).append("log", List.of(3, 4)));
    }

    @Test
    void tellsWhetherAnUpdateMatchedAndWhetherItChangedAnything() {
        cases.insertOne(new Document("_id", 1).append("a", 1));

        UpdateResult same = cases.updateOne(eq("_id", 1), set("a", 1));
        UpdateResult none = cases.updateOne(eq("_id", 2), set("a", 1));

        assertThat(same.getMatchedCount()).isEqualTo(1);
        assertThat(same.getModifiedCount()).isZero();
        assertThat(none.getMatchedCount()).isZero();
    }

    @Test
    void insertsOnceWhenManyUpsertTheSameId() throws Exception {
        UpdateOptions upsert = new UpdateOptions().upsert(true);

        together(8, worker -> {
            for (int i = 0; i < 25; i++) {
                cases.updateOne(eq("_id", "counter"), combine(inc("n", 1), setOnInsert("first", worker)), upsert);
            }
        });

        assertThat(cases.find()).singleElement()
                .satisfies(counter -> assertThat(counter.getInteger("n")).isEqualTo(200));
    }

    @Test
    void findsAndUpdatesInOneStep() {
        cases.insertMany(List.of(version("a", 1), version("b", 5)));

        Document before = cases.findOneAndUpdate(gt("version", 2), inc("version", 1));
        Document after = cases.findOneAndUpdate(eq("_id", "a"), inc("version", 1),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));

        assertThat(before).containsEntry("version", 5);
        assertThat(after).containsEntry("version", 2);
        assertThat(cases.findOneAndUpdate(eq("_id", "z"), inc("version", 1))).isNull();
    }

    @Test
    void deletesOneOrMany() {
        cases.insertMany(List.of(version("a", 1), version("b", 1), version("c", 2)));

        assertThat(cases.deleteOne(eq("version", 1)).getDeletedCount()).isEqualTo(1);
        assertThat(cases.deleteMany(gte("version", 1)).getDeletedCount()).isEqualTo(2);
        assertThat(cases.countDocuments()).isZero();
    }

    @Test
    void answersQueriesAlikeWithAndWithoutIndex() {
        List<org.bson.conversions.Bson> queries = List.of(eq("status", "open"), in("status", "open", "late"),
                and(eq("who", 1), gt("due", 20), lte("due", 60)), eq("ancestors", "g3"), in("ancestors", "g3", "g5"),
                and(eq("ancestors", "g1"), gt("_id", 40)), gte("due", 90), lt("wake", 50), exists("wake", false),
                eq("wake", null), ne("status", "open"), or(eq("who", 1), eq("due", 3)),
                elemMatch("holds", and(eq("id", 1), gt("amount", 1))),
                and(gt("holds.amount", 2), lt("holds.amount", 4)),
                eq("holds.id", 2), gt("due", "text"), eq("due", 20L), eq("due", 20.0), in("due", List.of()),
                and(eq("_id", 7), eq("who", 1)), and(in("_id", 1, 7, 99, 1000), eq("status", "open")));
        cases.insertMany(IntStream.range(0, 100).mapToObj(StoreContract::sample).toList());
        List<List<Object>> scanned = queries.stream().map(query -> idsOf(cases.find(query).sort(ascending("_id"))))
                .toList();

        createSampleIndexes();

        for (int i = 0; i < queries.size(); i++) {
            assertThat(idsOf(cases.find(queries.get(i)).sort(ascending("_id")))).as(queries.get(i).toString())
                    .isEqualTo(scanned.get(i));
            assertThat(cases.countDocuments(queries.get(i))).as(queries.get(i).toString())
                    .isEqualTo(scanned.get(i).size());
        }
        assertThat(scanned.get(2)).isNotEmpty();
    }

    @Test
    void keepsIndexesInStepWithChanges() {
        createSampleIndexes();
        cases.insertMany(IntStream.range(0, 100).mapToObj(StoreContract::sample).toList());

        cases.updateMany(eq("status", "open"), combine(set("status", "late"), push("ancestors", "g9"), unset("wake")));
        cases.deleteMany(eq("who", 2));

        assertThat(cases.countDocuments(eq("status", "open"))).isZero();
        List<Object> late = idsOf(cases.find(eq("status", "late")).sort(ascending("_id")));
        List<Object> expected = IntStream.range(0, 100).filter(i -> i % 3 != 2).filter(i -> i % 4 != 2).boxed()
                .map(Object.class::cast).toList();
        assertThat(late).isEqualTo(expected);
        assertThat(idsOf(cases.find(and(eq("ancestors", "g9"), gt("_id", 50))).sort(ascending("_id"))))
                .isEqualTo(IntStream.range(51, 100).filter(i -> i % 3 == 0).filter(i -> i % 4 != 2).boxed().toList());
    }

    @Test
    void sortsAndPagesByACompoundIndex() {
        createSampleIndexes();
        cases.insertMany(IntStream.range(0, 100).mapToObj(StoreContract::sample).toList());

        List<Document> merged = cases.find(and(eq("who", 1), in("status", "open", "late"))).sort(ascending("due"))
                .skip(2)
                .limit(5).into(new ArrayList<>());
        List<Document> backwards = cases.find(and(eq("who", 1), eq("status", "open"))).sort(descending("due")).limit(3)
                .into(new ArrayList<>());

        List<Integer> all = IntStream.range(0, 100).filter(i -> i % 4 == 1).filter(i -> i % 3 != 2)
                .map(i -> (i * 37) % 100).sorted().boxed().toList();
        assertThat(merged).extracting(found -> found.get("due")).isEqualTo(all.subList(2, 7));
        assertThat(backwards).extracting(found -> found.get("due")).isEqualTo(
                IntStream.range(0, 100).filter(i -> i % 12 == 9).map(i -> -((i * 37) % 100)).sorted().limit(3)
                        .map(i -> -i)
                        .boxed().toList());
    }

    @Test
    void readsLongAnswersInBatches() {
        cases.insertMany(
                IntStream.range(0, 1500).mapToObj(i -> new Document("_id", i).append("pad", "x".repeat(50))).toList());

        assertThat(idsOf(cases.find().sort(ascending("_id")))).hasSize(1500).isSorted();
        assertThat(idsOf(cases.find().sort(descending("_id")).batchSize(7).limit(50))).hasSize(50);
    }

    @Test
    void returnsOnlyTheFieldsAskedFor() {
        cases.insertOne(
                new Document("_id", 1).append("a", 1).append("b", new Document("c", 2).append("d", 3)).append("e", 4));

        assertThat(cases.find().projection(include("a", "b.c")).first())
                .isEqualTo(new Document("_id", 1).append("a", 1).append("b", new Document("c", 2)));
        assertThat(cases.find().projection(new Document("a", 1).append("_id", 0)).first())
                .isEqualTo(new Document("a", 1));
    }

    @Test
    void namesDistinctValues() {
        cases.insertMany(IntStream.range(0, 20).mapToObj(StoreContract::sample).toList());

        assertThat(cases.distinct("status", String.class).into(new ArrayList<>())).containsExactlyInAnyOrder("open",
                "done",
                "late");
        assertThat(cases.distinct("ancestors", eq("_id", 3), String.class).into(new ArrayList<>()))
                .containsExactlyInAnyOrder("g1", "g3");
    }

    @Test
    void countsWithSkipAndLimit() {
        cases.insertMany(ids(1, 2, 3, 4, 5));

        assertThat(cases.countDocuments(gt("_id", 1), new com.mongodb.client.model.CountOptions().skip(1).limit(2)))
                .isEqualTo(2);
        assertThat(cases.countDocuments(gt("_id", 4))).isEqualTo(1);
        assertThat(cases.estimatedDocumentCount()).isEqualTo(5);
    }

    @Test
    void keepsUniqueIndexesUnique() {
        cases.createIndex(ascending("code"), new IndexOptions().unique(true));
        cases.createIndex(ascending("optional"), new IndexOptions().unique(true).sparse(true));
        cases.insertMany(
                List.of(new Document("_id", 1).append("code", "a"), new Document("_id", 2).append("code", "b")));

        assertThatThrownBy(() -> cases.insertOne(new Document("_id", 3).append("code", "a")))
                .isInstanceOf(MongoWriteException.class);
        assertThatThrownBy(() -> cases.updateOne(eq("_id", 2), set("code", "a")))
                .isInstanceOf(MongoWriteException.class);
        cases.updateOne(eq("_id", 1), set("optional", 1));
        assertThatThrownBy(() -> cases.updateOne(eq("_id", 2), set("optional", 1.0)))
                .isInstanceOf(MongoWriteException.class);
        cases.deleteOne(eq("_id", 1));
        cases.insertOne(new Document("_id", 3).append("code", "a").append("optional", 1));

        assertThat(idsOf(cases.find(eq("code", "a")))).containsExactly(3);
    }

    @Test
    void listsAndDropsIndexes() {
        createSampleIndexes();
        createSampleIndexes();

        assertThat(indexNames()).containsExactlyInAnyOrder("_id_", "who_1_status_1_due_1", "ancestors_1__id_1",
                "wake_1",
                "holds.amount_1", "due_-1", "status_1");

        cases.dropIndex("wake_1");
        assertThat(indexNames()).hasSize(6).doesNotContain("wake_1");
        cases.dropIndexes();
        assertThat(indexNames()).containsExactly("_id_");
    }

    @Test
    void dropsACollectionWithItsIndexes() {
        createSampleIndexes();
        cases.insertOne(sample(1));

        cases.drop();
        database.getCollection("never-made").drop();

        assertThat(database.listCollectionNames().into(new ArrayList<>())).doesNotContain("cases");
        cases.insertOne(sample(1));
        assertThat(indexNames()).containsExactly("_id_");
    }

    @Test
    void losesNoGuardedIncrement() throws Exception {
        List<String> counters = List.of("a", "b", "c", "d");
        counters.forEach(id -> cases.insertOne(version(id, 0)));

        together(8, worker -> {
            for (int done = 0; done < 50;) {
                Document read = cases.find(eq("_id", counters.get((worker + done) % 4))).first();
                int version = read.getInteger("version");
                Document next = new Document(read).append("version", version + 1);
                done += (int) cases.replaceOne(and(eq("_id", read.get("_id")), eq("version", version)), next)
                        .getMatchedCount();
            }
        });

        assertThat(counters.stream().mapToInt(this::versionOf).sum()).isEqualTo(400);
    }

    @Test
    void showsNoReaderATornDocument() throws Exception {
        cases.createIndex(ascending("group"));
        cases.insertMany(IntStream.range(0, 5).mapToObj(i -> uniform(i, 0)).toList());
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService readers = Executors.newFixedThreadPool(3);
        List<Future<Integer>> looked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            looked.add(readers.submit(() -> {
                int seen = 0;
                while (writing.get()) {
                    List<Document> group = cases.find(eq("group", 1)).into(new ArrayList<>());
                    assertThat(group).hasSize(5).allSatisfy(StoreContract::assertUniform);
                    seen += group.size();
                }
                return seen;
            }));
        }

        together(2, worker -> {
            for (int i = 1; i <= 150; i++) {
                if (worker == 0) {
                    cases.replaceOne(eq("_id", i % 5), uniform(i % 5, i));
                } else {
                    cases.updateOne(eq("_id", i % 5),
                            combine(set("values.0", -i), set("values.1", -i), set("values.2", -i), set("last", -i)));
                }
            }
        });
        writing.set(false);

        for (Future<Integer> seen : looked) {
            assertThat(seen.get()).isPositive();
        }
        readers.shutdown();
    }

    private static void assertUniform(Document document) {
        List<Integer> values = document.getList("values", Integer.class);
        assertThat(values).containsOnly(document.getInteger("last"));
    }

    private static Document uniform(int id, int value) {
        return new Document("_id", id).append("group", 1).append("values", List.of(value, value, value)).append("last",
                value);
    }

    /** A stretch of work for several connections at once. */
    interface Work {
        void doAs(int worker) throws Exception;
    }

    static void together(int workers, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                tasks.add(() -> {
                    work.doAs(worker);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private void createSampleIndexes() {
        cases.createIndex(ascending("who", "status", "due"));
        cases.createIndex(ascending("ancestors", "_id"));
        cases.createIndex(ascending("wake"), new IndexOptions().sparse(true));
        cases.createIndex(ascending("holds.amount"));
        cases.createIndex(descending("due"));
        cases.createIndex(ascending("status"));
    }

    private List<String> indexNames() {
        return cases.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    private static Document sample(int i) {
        Document document = new Document("_id", i).append("who", i % 4)
                .append("status", List.of("open", "done", "late").get((i * 2) % 3))
                .append("due", (i * 37) % 100).append("ancestors", List.of("g1", "g" + (i % 7)))
                .append("holds", List.of(new Document("id", i % 3).append("amount", i % 5),
                        new Document("id", 2).append("amount", 1 + i % 2 * 4)));
        return i % 2 == 0 ? document.append("wake", i) : document;
    }

    private static List<Document> ids(Integer... ids) {
        return List.of(ids).stream().map(id -> new Document("_id", id)).toList();
    }

    private static List<Object> idsOf(Iterable<Document> documents) {
        List<Object> ids = new ArrayList<>();
        documents.forEach(document -> ids.add(document.get("_id")));
        return ids;
    }

    private static Document version(String id, int version) {
        return new Document("_id", id).append("version", version);
    }

    private static Document sequence(String id, long sequence) {
        return version(id, 1).append("sequence", sequence).append("unpublished", new Document("from", 1));
    }

    private static ReplaceOneModel<Document> replacement(String id, int version) {
        return new ReplaceOneModel<>(and(eq("_id", id), eq("version", version)), version(id, version + 1));
    }

    private int versionOf(String id) {
        return cases.find(eq("_id", id)).first().getInteger("version");
    }
}
