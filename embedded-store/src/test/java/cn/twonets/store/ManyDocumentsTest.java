package cn.twonets.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;

import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;

/**
 * The services' queries over 200,000 documents, reopened from a snapshot and a journal: judged by what they look at, never
 * by time.
 */
class ManyDocumentsTest {
    private static final int DOCUMENTS = 200_000;
    private static final int POSTS = 200;
    private static final int VILLAGES = 340;

    @TempDir
    static Path folder;

    private static EmbeddedStore store;
    private static MongoClient client;
    private static MongoCollection<Document> cases;

    @BeforeAll
    static void fillAndReopen() {
        StoreSettings settings = StoreSettings.in(folder).withSnapshotAfterBytes(40L << 20);
        try (EmbeddedStore filled = EmbeddedStore.open(settings);
                MongoClient filling = MongoClients.create(filled.connectionString())) {
            MongoCollection<Document> collection = filling.getDatabase("d").getCollection("cases");
            collection.createIndex(ascending("responsible", "status", "dueAt"));
            collection.createIndex(ascending("ancestors", "_id"));
            collection.createIndex(ascending("unpublished.since"), new IndexOptions().sparse(true));
            collection.createIndex(ascending("wakeAt"), new IndexOptions().sparse(true));
            for (int i = 0; i < DOCUMENTS; i += 1000) {
                collection.insertMany(IntStream.range(i, i + 1000).mapToObj(ManyDocumentsTest::document).toList());
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> filled.snapshotsWritten() > 0);
        }
        store = EmbeddedStore.open(settings);
        client = MongoClients.create(store.connectionString());
        cases = client.getDatabase("d").getCollection("cases");
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @Test
    void showsAnInboxByLookingAtOnePageOnly() {
        FindIterable<Document> inbox = cases
                .find(and(eq("responsible", "post-7"), in("status", "assigned", "acknowledged")))
                .sort(ascending("dueAt")).limit(50).projection(include("dueAt", "status"));

        Explained explained = Explained.of(inbox);
        List<Document> page = inbox.into(new ArrayList<>());

        assertThat(explained).isEqualTo(new Explained("responsible_1_status_1_dueAt_1", false, 50, 50, 50));
        assertThat(page).hasSize(50)
                .allSatisfy(found -> assertThat(found.keySet()).containsExactlyInAnyOrder("_id", "dueAt", "status"));
        assertThat(page.stream().map(found -> found.getDate("dueAt"))).isSorted();
    }

    @Test
    void walksTheDocumentsOfOneVillagePageByPage() {
        String last = "";
        int seen = 0;
        for (int size = 100; size == 100;) {
            FindIterable<Document> page = cases.find(and(eq("ancestors", "village-11"), gt("_id", last)))
                    .sort(ascending("_id")).limit(100);
            List<Document> found = page.into(new ArrayList<>());
            Explained explained = Explained.of(page);
            assertThat(explained.index()).isEqualTo("ancestors_1__id_1");
            assertThat(explained.documentsExamined()).isEqualTo(found.size());
            size = found.size();
            seen += size;
            last = found.isEmpty() ? last : found.getLast().getString("_id");
        }
        assertThat(seen).isEqualTo((int) IntStream.range(0, DOCUMENTS).filter(i -> i % VILLAGES == 11).count());
    }

    @Test
    void walksAllDocumentsById() {
        FindIterable<Document> page = cases.find(gt("_id", "need-100000")).sort(ascending("_id")).limit(500);

        assertThat(Explained.of(page)).isEqualTo(new Explained("_id_", false, 500, 500, 500));
    }

    @Test
    void sweepsWhatIsDueAndWhatIsUnpublished() {
        FindIterable<Document> due = cases.find(lte("wakeAt", new Date(300_000))).sort(ascending("wakeAt")).limit(500);
        FindIterable<Document> unpublished = cases.find(lte("unpublished.since", new Date(10_000)))
                .sort(ascending("unpublished.since"));

        assertThat(Explained.of(due)).isEqualTo(new Explained("wakeAt_1", false, 301, 301, 301));
        assertThat(Explained.of(unpublished)).isEqualTo(new Explained("unpublished.since_1", false, 11, 11, 11));
    }

    @Test
    void loadsAndReplacesABatchByIds() {
        List<String> ids = IntStream.range(0, 500).mapToObj(i -> id(i * 399)).toList();
        FindIterable<Document> batch = cases.find(in("_id", ids));

        assertThat(Explained.of(batch)).isEqualTo(new Explained("_id_", false, 500, 500, 500));

        List<WriteModel<Document>> replacements = new ArrayList<>();
        batch.forEach(found -> replacements
                .add(new ReplaceOneModel<>(and(eq("_id", found.get("_id")), eq("version", found.get("version"))),
                        new Document(found).append("version", found.getLong("version") + 1))));
        assertThat(cases.bulkWrite(replacements).getModifiedCount()).isEqualTo(500);
        assertThat(cases.bulkWrite(replacements).getMatchedCount()).isZero();
    }

    @Test
    void looksAtOneDocumentForAGuardedWrite() {
        assertThat(Explained.of(cases.find(and(eq("_id", id(5)), eq("version", 7L)))))
                .isEqualTo(new Explained("_id_", false, 1, 1, 0));
        assertThat(Explained.of(cases.find(and(eq("_id", id(5)), eq("ancestors", "city")))))
                .isEqualTo(new Explained("_id_", false, 1, 1, 1));
    }

    @Test
    void countsByTheIndexAlone() {
        assertThat(cases.countDocuments(eq("ancestors", "village-11")))
                .isEqualTo(IntStream.range(0, DOCUMENTS).filter(i -> i % VILLAGES == 11).count());
        assertThat(cases.countDocuments()).isEqualTo(DOCUMENTS);
    }

    @Test
    void saysThatItLooksAtEverythingWhenNoIndexServes() {
        assertThat(Explained.of(cases.find(eq("filler", "none"))))
                .isEqualTo(new Explained("none", false, 0, DOCUMENTS, 0));
    }

    private static String id(int i) {
        return String.format("need-%06d", i);
    }

    private static Document document(int i) {
        Document document = new Document("_id", id(i)).append("version", 1L).append("responsible", "post-" + i % POSTS)
                .append("status", List.of("assigned", "closed", "acknowledged", "closed", "closed").get(i / POSTS % 5))
                .append("dueAt", new Date(i * 7_919L % 1_000_003))
                .append("ancestors", List.of("city", "village-" + i % VILLAGES))
                .append("filler", "x".repeat(300));
        if (i % 500 == 0) {
            document.append("wakeAt", new Date(i * 2L));
        }
        return i % 1000 == 0
                ? document.append("unpublished", new Document("since", new Date(i)).append("from", 1))
                : document;
    }
}
