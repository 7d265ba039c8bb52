package cn.twonets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;

/** Only what an interrupted append leaves is cut off; any other damage keeps the store from starting. */
class DamageTest {
    private static final int DOCUMENTS = 8;

    @TempDir
    Path folder;

    /** The journal's length after the indexed documents were written. */
    private final List<Long> lengths = new ArrayList<>();

    private Path journal;

    @BeforeEach
    void write() throws IOException {
        journal = folder.resolve("journal-1");
        try (EmbeddedStore store = open(); MongoClient client = MongoClients.create(store.connectionString())) {
            for (int i = 0; i < DOCUMENTS; i++) {
                items(client).insertOne(new Document("_id", i).append("text", "some text").append("zero", 0L));
                lengths.add(Files.size(journal));
            }
        }
    }

    @Test
    void cutsATornTailWhereverItIsTorn() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        long lastRecord = lengths.get(DOCUMENTS - 2);
        for (int length = (int) lastRecord; length < whole.length; length++) {
            Files.write(journal, Arrays.copyOf(whole, length));
            assertThat(idsAfterOpening()).as("cut to " + length).hasSize(DOCUMENTS - 1);
            assertThat(Files.size(journal)).isEqualTo(lastRecord);
        }
    }

    @Test
    void cutsATornTailThatIsFilledUpWithZeros() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        long lastRecord = lengths.get(DOCUMENTS - 2);
        for (int length = (int) lastRecord; length < whole.length; length++) {
            Files.write(journal, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length + 4096));
            assertThat(idsAfterOpening()).as("zeros from " + length).hasSize(DOCUMENTS - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 13, 4096, 3_000_000})
    void cutsZerosBehindTheLastRecord(int zeros) throws IOException {
        Files.write(journal, new byte[zeros], StandardOpenOption.APPEND);

        assertThat(idsAfterOpening()).hasSize(DOCUMENTS);
        assertThat(Files.size(journal)).isEqualTo(lengths.getLast());
    }

    @Test
    void goesOnBehindACutTail() throws IOException {
        Files.write(journal, Arrays.copyOf(Files.readAllBytes(journal), (int) (lengths.getLast() - 5)));
        try (EmbeddedStore store = open(); MongoClient client = MongoClients.create(store.connectionString())) {
            items(client).insertOne(new Document("_id", 100));
        }

        assertThat(idsAfterOpening()).hasSize(DOCUMENTS).contains(100).doesNotContain(DOCUMENTS - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void startsAnewWhenEvenTheBeginningOfTheOnlyJournalIsTorn(int length) throws IOException {
        Files.write(journal, Arrays.copyOf(Files.readAllBytes(journal), length));

        assertThat(idsAfterOpening()).isEmpty();
        assertThat(idsAfterOpening()).isEmpty();
    }

    @Test
    void refusesEveryFlippedBitAndChangesNothing() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("DamageTest seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(journal);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(journal, damaged);

            assertThatThrownBy(this::open).as("byte " + at).isInstanceOf(StoreDamagedException.class)
                    .hasMessageContaining(journal.toString());
            assertThat(Files.readAllBytes(journal)).isEqualTo(damaged);
        }
        Files.write(journal, whole);
        assertThat(idsAfterOpening()).hasSize(DOCUMENTS);
    }

    @Test
    void refusesAHoleInTheMiddle() throws IOException {
        byte[] whole = Files.readAllBytes(journal);
        Arrays.fill(whole, lengths.get(2).intValue(), lengths.get(4).intValue(), (byte) 0);
        Files.write(journal, whole);

        assertThatThrownBy(this::open).isInstanceOf(StoreDamagedException.class);
    }

    @Test
    void refusesAFileOfSomethingElse() throws IOException {
        Files.writeString(journal, "this is not a journal of ours");

        assertThatThrownBy(this::open).isInstanceOf(StoreDamagedException.class);
    }

    @Test
    void refusesAMissingJournal() throws IOException {
        Files.move(journal, folder.resolve("journal-2"));

        assertThatThrownBy(this::open).isInstanceOf(StoreDamagedException.class).hasMessageContaining("missing");
    }

    @Test
    void refusesATornJournalThatIsNotTheLast() throws IOException {
        Files.copy(journal, folder.resolve("journal-2"));
        Files.write(journal, Arrays.copyOf(Files.readAllBytes(journal), (int) (lengths.getLast() - 1)));

        assertThatThrownBy(this::open).isInstanceOf(StoreDamagedException.class);
    }

    @Test
    void refusesADamagedOrShortenedSnapshot() throws IOException {
        StoreSettings settings = StoreSettings.in(folder).withSnapshotAfterBytes(1);
        try (EmbeddedStore store = EmbeddedStore.open(settings);
                MongoClient client = MongoClients.create(store.connectionString())) {
            items(client).insertOne(new Document("_id", 100));
            await().until(() -> store.snapshotsWritten() > 0);
        }
        Path snapshot = Files.list(folder).filter(file -> file.getFileName().toString().startsWith("snapshot-"))
                .findFirst()
                .orElseThrow();
        byte[] whole = Files.readAllBytes(snapshot);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 4;

        for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, 8))) {
            Files.write(snapshot, damaged);
            assertThatThrownBy(this::open).isInstanceOf(StoreDamagedException.class);
        }
        Files.write(snapshot, whole);
        assertThat(idsAfterOpening()).hasSize(DOCUMENTS + 1);
    }

    private EmbeddedStore open() {
        return EmbeddedStore.open(StoreSettings.in(folder));
    }

    /** Recovers as opening does, without listening. */
    private List<Object> idsAfterOpening() throws IOException {
        try (StoreFolder taken = StoreFolder.take(folder)) {
            StoredBackend backend = new StoredBackend(new Engine(), Clock.systemUTC());
            new Recovery(taken, backend).run().writer().close();
            List<Object> ids = new ArrayList<>();
            backend.database("d").collections()
                    .forEach(collection -> collection.forEachRow(row -> ids.add(Bson.decode(row.bytes).get("_id"))));
            return ids;
        }
    }

    private static MongoCollection<Document> items(MongoClient client) {
        return client.getDatabase("d").getCollection("items");
    }
}
