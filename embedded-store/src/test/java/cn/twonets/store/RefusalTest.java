package cn.twonets.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.mongodb.MongoClientException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;

/** What the store does not do, it refuses in a sentence, changes nothing, and goes on. */
class RefusalTest {
    @TempDir
    static Path folder;

    private static EmbeddedStore store;
    private static MongoClient client;
    private static MongoDatabase database;

    /** Something that the store does not do. */
    interface Attempt {
        void on(MongoCollection<Document> collection);
    }

    @BeforeAll
    static void open() {
        store = EmbeddedStore.open(StoreSettings.in(folder));
        client = MongoClients.create(store.connectionString());
        database = client.getDatabase("d");
        database.getCollection("c").insertOne(new Document("_id", 1).append("a", 1).append("list", List.of(1, 2)));
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    static Stream<Arguments> attempts() {
        return Stream.of(
                refused("partialFilterExpression",
                        c -> c.createIndex(new Document("a", 1),
                                new IndexOptions().partialFilterExpression(eq("a", 1)))),
                refused("expireAfterSeconds",
                        c -> c.createIndex(new Document("a", 1), new IndexOptions().expireAfter(1L, TimeUnit.DAYS))),
                refused("collation",
                        c -> c.createIndex(new Document("a", 1),
                                new IndexOptions().collation(Collation.builder().locale("zh").build()))),
                refused("index keys", c -> c.createIndex(new Document("a", "text"))),
                refused("index keys", c -> c.createIndex(new Document("a", "hashed"))),
                refused("cannot index", c -> c.createIndex(new Document("$**", 1))),
                refused("cannot index", c -> c.createIndex(new Document("list.0", 1))),
                refused("collation", c -> c.find().collation(Collation.builder().locale("zh").build()).first()),
                refused("collation",
                        c -> c.updateOne(eq("_id", 1), Updates.set("a", 2),
                                new com.mongodb.client.model.UpdateOptions()
                                        .collation(Collation.builder().locale("zh").build()))),
                refused("pipeline",
                        c -> c.updateOne(eq("_id", 1), List.of(new Document("$set", new Document("a", 2))))),
                refused("pipeline",
                        c -> c.findOneAndUpdate(eq("_id", 1), List.of(new Document("$set", new Document("a", 2))))),
                refused("whole fields", c -> c.find().projection(Projections.slice("list", 1)).first()),
                refused("whole fields", c -> c.find().projection(Projections.computed("b", "$a")).first()),
                refused("aggregation", c -> c.aggregate(List.of(new Document("$out", "other"))).toCollection()),
                refused("'let'", c -> c.find(eq("a", 1)).let(new Document("x", 1)).first()),
                refused("with a dot", c -> c.insertOne(new Document("_id", 2).append("a.b", 1))),
                refused("of create",
                        c -> database.createCollection("capped",
                                new CreateCollectionOptions().capped(true).sizeInBytes(1000))),
                refused("no such command", c -> database.runCommand(new Document("mapReduce", "c"))),
                refused("renameCollection", c -> c.renameCollection(new com.mongodb.MongoNamespace("d.e"))));
    }

    private static Arguments refused(String words, Attempt attempt) {
        return Arguments.of(words, attempt);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("attempts")
    void refusesInWords(String words, Attempt attempt) {
        MongoCollection<Document> collection = database.getCollection("c");

        assertThatThrownBy(() -> attempt.on(collection)).isInstanceOf(MongoException.class).hasMessageContaining(words);

        assertThat(collection.find().into(new ArrayList<>()))
                .containsExactly(new Document("_id", 1).append("a", 1).append("list", List.of(1, 2)));
        assertThat(collection.listIndexes().into(new ArrayList<>())).hasSize(1);
    }

    @Test
    void offersNoSessions() {
        assertThatThrownBy(() -> {
            try (ClientSession session = client.startSession()) {
                session.startTransaction();
                database.getCollection("c").insertOne(session, new Document("_id", 9));
            }
        }).isInstanceOfAny(MongoClientException.class, MongoException.class);
        assertThat(database.getCollection("c").find(eq("_id", 9)).first()).isNull();
    }

    @Test
    void refusesDocumentsBeyondSixteenMebibytesAndKeepsTheOld() {
        MongoCollection<Document> large = database.getCollection("large");
        large.insertOne(new Document("_id", 1).append("list", List.of()));
        String megabytes = "x".repeat(6 << 20);
        large.updateOne(eq("_id", 1), Updates.push("list", megabytes));
        large.updateOne(eq("_id", 1), Updates.push("list", megabytes));

        assertThatThrownBy(() -> large.updateOne(eq("_id", 1), Updates.push("list", megabytes)))
                .hasMessageContaining("larger than");

        assertThat(large.find(eq("_id", 1)).first().getList("list", String.class)).hasSize(2);
        large.drop();
    }
}
