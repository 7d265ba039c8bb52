package cn.twonets.dispatch.casework.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.dispatch.casework.Inbox;
import cn.twonets.dispatch.casework.Inbox.Due;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostId;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inboxes and the sweep look at little more than they show, whatever lies in the store beside it. */
class MongoCasesPlanTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final Set<GridCode> CITY = Set.of(new GridCode("C"));
    private static final int OPEN = 400;
    private static final int CLOSED = 1_600;
    private static final int PAGE = 20;

    @TempDir
    private static Path folder;

    private static EmbeddedStore store;
    private static MongoClient client;
    private static MongoCollection<Document> cases;

    @BeforeAll
    static void fill() {
        store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")));
        client = cn.twonets.delivery.mongo.StoreSettings.open(store.connectionString(), "test");
        cases = client.getDatabase("dispatch").getCollection("cases");
        cases.createIndexes(Arrays.stream(MongoCases.indexes()).map(IndexModel::new).toList());
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < OPEN + CLOSED; i++) {
            boolean open = i < OPEN;
            String village = "V" + i % 10;
            Document shown = new Document("status", open ? "ASSIGNED" : "CLOSED").append("escalations", 0);
            Document state = new Document("ancestors", List.of("G" + i % 50, village, "C"))
                    .append("open", open)
                    .append("listedAt", Date.from(NOW.plusSeconds(open ? i : -i)))
                    .append("shown", shown);
            if (open) {
                shown.append("responsible", new Document("post", "leader:" + village).append("unit", village))
                        .append("dueAt", Date.from(NOW.plusSeconds(i)));
                state.append("wakeAt", Date.from(NOW.plusSeconds(i)));
            }
            documents.add(new Document("_id", "need-%05d".formatted(i)).append("state", state));
        }
        cases.insertMany(documents);
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    private static Inbox inbox(@Nullable String post, @Nullable Set<GridCode> held) {
        return new Inbox(CITY, post == null ? null : new PostId(post), held, null, Due.ANY, false, null, NOW);
    }

    private static void assertLooksAtLittle(Bson filter, Bson sort) {
        Document explained = cases.find(filter).sort(sort).limit(PAGE).explain();
        Document work = explained.get("executionStats", Document.class);
        assertThat(work.get("nReturned", Number.class).intValue()).isEqualTo(PAGE);
        assertThat(work.get("totalDocsExamined", Number.class).intValue()).as(explained.toJson())
                .isLessThanOrEqualTo(3 * PAGE);
    }

    @Test
    void everythingInScope() {
        assertLooksAtLittle(MongoCases.filter(inbox(null, null), null), MongoCases.LISTED);
    }

    @Test
    void aLaterPage() {
        Inbox.Position middle = new Inbox.Position(NOW.plusSeconds(300), new NeedId("need-00300"));
        assertLooksAtLittle(MongoCases.filter(inbox(null, null), middle), MongoCases.LISTED);
    }

    @Test
    void mine() {
        assertLooksAtLittle(MongoCases.filter(inbox("leader:V3", null), null), MongoCases.LISTED);
    }

    @Test
    void thoseOfMyUnits() {
        assertLooksAtLittle(MongoCases.filter(inbox(null, Set.of(new GridCode("V3"))), null), MongoCases.LISTED);
    }

    @Test
    void whatTheClockMustLookAt() {
        assertLooksAtLittle(MongoCases.ringing(NOW.plusSeconds(350), null), MongoCases.WOKEN);
        assertLooksAtLittle(MongoCases.ringing(NOW.plusSeconds(350), new Alarm("need-00300", NOW.plusSeconds(300))),
                MongoCases.WOKEN);
    }
}
