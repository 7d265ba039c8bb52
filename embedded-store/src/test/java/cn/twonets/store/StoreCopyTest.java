package cn.twonets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;

/** Copies of a store in use. */
class StoreCopyTest {
    private static final int COPIES = 12;

    @TempDir
    Path folder;

    /**
     * Two databases are written in turn, ever the first one first, while snapshots come and go: each copy holds all that was
     * acknowledged before it began, without a hole, and the second database never more than the first.
     */
    @Test
    void isTheStoreAsItWasAtOneInstantWhileItIsWritten() throws Exception {
        Path live = folder.resolve("live");
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        List<Integer> known = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(live).withSnapshotAfterBytes(40_000));
                MongoClient client = MongoClients.create(store.connectionString())) {
            Thread writer = Thread.ofPlatform().start(() -> {
                for (int i = 1; !ended.get(); i++) {
                    Document document = new Document("_id", i).append("text", "x".repeat(400));
                    client.getDatabase("first").getCollection("things").insertOne(document);
                    client.getDatabase("second").getCollection("things").insertOne(document);
                    acknowledged.set(i);
                }
            });
            for (int copy = 0; copy < COPIES; copy++) {
                int before = acknowledged.get();
                await("something new to copy").until(() -> acknowledged.get() >= before + 30);
                known.add(acknowledged.get());
                StoreCopy.copy(live, folder.resolve("copy-" + copy));
            }
            ended.set(true);
            writer.join();
            assertThat(store.snapshotsWritten()).isPositive();
        }
        for (int copy = 0; copy < COPIES; copy++) {
            assertWhole(folder.resolve("copy-" + copy), known.get(copy));
        }
    }

    private static void assertWhole(Path copy, int atLeast) {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(copy));
                MongoClient client = MongoClients.create(store.connectionString())) {
            int first = last(client.getDatabase("first").getCollection("things"));
            int second = last(client.getDatabase("second").getCollection("things"));
            assertThat(second).isGreaterThanOrEqualTo(atLeast);
            assertThat(first).isBetween(second, second + 1);
        }
    }

    private static int last(MongoCollection<Document> things) {
        int last = things.find().sort(Sorts.descending("_id")).limit(1).first().getInteger("_id");
        assertThat(things.countDocuments()).isEqualTo(last);
        return last;
    }

    @Test
    void copiesAStoreThatNobodyHasOpen() {
        Path live = folder.resolve("live");
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(live));
                MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("first").getCollection("things").insertOne(new Document("_id", 1));
        }
        assertThat(StoreCopy.copy(live, folder.resolve("copy"))).extracting(file -> file.getFileName().toString())
                .containsExactly("journal-1");
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("copy")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            assertThat(last(client.getDatabase("first").getCollection("things"))).isEqualTo(1);
        }
    }

    @Test
    void refusesADamagedStoreAndATargetInUse() throws IOException {
        Path live = folder.resolve("live");
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(live));
                MongoClient client = MongoClients.create(store.connectionString())) {
            for (int i = 0; i < 20; i++) {
                client.getDatabase("first").getCollection("things").insertOne(new Document("_id", i));
            }
        }
        assertThatThrownBy(() -> StoreCopy.copy(live, live)).isInstanceOf(StoreException.class)
                .hasMessageContaining("holds a store already");
        assertThatThrownBy(() -> StoreCopy.copy(folder.resolve("absent"), folder.resolve("copy")))
                .isInstanceOf(StoreException.class);
        byte[] journal = Files.readAllBytes(live.resolve("journal-1"));
        journal[journal.length / 2] ^= 1;
        Files.write(live.resolve("journal-1"), journal);
        assertThatThrownBy(() -> StoreCopy.copy(live, folder.resolve("damaged")))
                .isInstanceOf(StoreDamagedException.class);
    }
}
