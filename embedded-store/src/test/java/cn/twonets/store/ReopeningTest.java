package cn.twonets.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;

class ReopeningTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsDocumentsAndIndexes(boolean fsync) {
        StoreSettings settings = StoreSettings.in(folder).withFsync(fsync);
        using(settings, database -> {
            MongoCollection<Document> things = database.getCollection("things");
            things.createIndex(ascending("a", "b"));
            things.createIndex(ascending("code"), new IndexOptions().unique(true).sparse(true));
            things.createIndex(ascending("gone"));
            things.insertMany(IntStream.range(0, 200)
                    .mapToObj(i -> new Document("_id", i).append("a", i % 3).append("b", i)).toList());
            things.updateMany(gte("_id", 100), combine(set("a", 7), inc("b", 1000)));
            things.deleteMany(gte("_id", 190));
            things.updateOne(eq("_id", 5), set("code", "x"));
            things.dropIndex("gone_1");
            database.getCollection("dropped").insertOne(new Document("_id", 1));
            database.getCollection("dropped").drop();
            database.createCollection("empty");
        });

        using(settings, database -> {
            MongoCollection<Document> things = database.getCollection("things");
            assertThat(database.listCollectionNames().into(new ArrayList<>())).containsExactlyInAnyOrder("things",
                    "empty");
            assertThat(things.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>()))
                    .containsExactly("_id_", "a_1_b_1", "code_1");
            assertThat(things.countDocuments()).isEqualTo(190);
            List<Document> moved = things.find(eq("a", 7)).sort(ascending("b")).into(new ArrayList<>());
            assertThat(moved).hasSize(90).first().isEqualTo(new Document("_id", 100).append("a", 7).append("b", 1100));
            assertThatThrownBy(() -> things.updateOne(eq("_id", 6), set("code", "x")))
                    .isInstanceOf(MongoWriteException.class);
            assertThat(Explained.of(things.find(eq("a", 7)).sort(ascending("b"))).index()).isEqualTo("a_1_b_1");
            things.insertOne(new Document("_id", 1000));
        });

        using(settings,
                database -> assertThat(database.getCollection("things").find(eq("_id", 1000)).first()).isNotNull());
    }

    @Test
    void goesOnFromSnapshots() {
        StoreSettings settings = StoreSettings.in(folder).withSnapshotAfterBytes(50_000);
        try (EmbeddedStore store = EmbeddedStore.open(settings);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> things = client.getDatabase("d").getCollection("things");
            things.createIndex(ascending("round"));
            for (int i = 0; i < 2000; i++) {
                things.replaceOne(eq("_id", i % 100),
                        new Document("_id", i % 100).append("round", i / 100).append("pad", "x".repeat(200)),
                        new com.mongodb.client.model.ReplaceOptions().upsert(true));
            }
            await().until(() -> store.snapshotsWritten() >= 2);
        }

        assertThat(files("snapshot-")).hasSize(1);
        using(settings, database -> assertThat(database.getCollection("things").countDocuments(eq("round", 19)))
                .isEqualTo(100));
    }

    @Test
    void refusesAFolderInUse() {
        try (EmbeddedStore first = EmbeddedStore.open(StoreSettings.in(folder))) {
            assertThatThrownBy(() -> EmbeddedStore.open(StoreSettings.in(folder)))
                    .isInstanceOf(StoreInUseException.class)
                    .hasMessageContaining(folder.toString());
            assertThat(first.address().getAddress().isLoopbackAddress()).isTrue();
        }
        EmbeddedStore.open(StoreSettings.in(folder)).close();
    }

    @Test
    void refusesATakenPortAndLeavesTheFolderFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedStore.open(StoreSettings.in(folder).withPort(taken.getLocalPort())))
                    .isInstanceOf(StoreException.class).hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
        EmbeddedStore.open(StoreSettings.in(folder)).close();
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> EmbeddedStore.open(StoreSettings.in(file.resolve("data"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot be written");
    }

    private static void using(StoreSettings settings, Consumer<MongoDatabase> work) {
        try (EmbeddedStore store = EmbeddedStore.open(settings);
                MongoClient client = MongoClients.create(store.connectionString())) {
            work.accept(client.getDatabase("d"));
        }
    }

    private List<String> files(String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(prefix)).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
