package cn.twonets.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the judge makes of documents as they lie: aggregates, pools, the grid and who is responsible, personal data. */
class StoreSideTest {
    private static final String ASSIGNED = "cn.twonets.case.assigned.v1";
    private static final String ACKNOWLEDGED = "cn.twonets.case.acknowledged.v1";
    private static final String ESCALATED = "cn.twonets.case.escalated.v1";
    private static final long AT = 1_800_000_000_000L;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final Kept.Need NEED = new Kept.Need("", "", "village", "dispute", "ORDINARY");

    @TempDir
    private Path folder;

    private EmbeddedStore store;
    private MongoClient client;
    private Stores stores;
    private final Verdict verdict = new Verdict();

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(StoreSettings.in(folder));
        client = MongoClients.create(store.connectionString());
        stores = new Stores(store.connectionString());
    }

    @AfterEach
    void close() {
        stores.close();
        client.close();
        store.close();
    }

    private MongoCollection<Document> collection(String database, String name) {
        return client.getDatabase(database).getCollection(name);
    }

    private static Document event(long sequence, String type) {
        return new Document("epoch", 0).append("sequence", sequence).append("type", type);
    }

    private void keepCase(long sequence, Document unpublished, Document... history) {
        Document document = new Document("_id", "n1").append("version", 1L).append("epoch", 0)
                .append("sequence", sequence)
                .append("state", new Document("shown", new Document("status", "ACKNOWLEDGED")
                        .append("responsible", new Document("unit", "village").append("post", "leader:village"))
                        .append("dueAt", new Date(AT))))
                .append("history", List.of(history));
        if (unpublished != null) {
            document.append("unpublished", unpublished);
        }
        collection("dispatch", "cases").insertOne(document);
    }

    @Test
    void readsAHistoryTogetherWithItsMovedPart() {
        collection("dispatch", "cases_history").insertOne(new Document("_id", "n1/0").append("history",
                List.of(event(1, ASSIGNED), event(2, ACKNOWLEDGED))));
        // an entry that was moved while the document still holds it counts once
        keepCase(3, null, event(2, ACKNOWLEDGED), event(3, ACKNOWLEDGED));
        Kept kept = stores.all(Family.CASE, state -> "").get("n1");
        assertThat(kept.history()).extracting(Happened::sequence).containsExactly(1L, 2L, 3L);
        assertThat(kept.aidCase().post()).isEqualTo("leader:village");
        assertThat(kept.aidCase().dueAt()).isEqualTo(AT);
        assertThat(kept.unpublished()).isFalse();
    }

    @Test
    void countsWhatIsMarkedUnpublished() {
        assertThat(stores.unpublished()).isZero();
        keepCase(1, new Document("from", 1L).append("since", new Date(AT)), event(1, ASSIGNED));
        assertThat(stores.unpublished()).isOne();
        assertThat(stores.all(Family.CASE, state -> "").get("n1").unpublished()).isTrue();
    }

    @Test
    void readsPoolsWithTheirHolds() {
        collection("resource", "pools").insertOne(new Document("_id", "s/2026").append("target", 5)
                .append("available", 3)
                .append("confirmed", 1)
                .append("holds", List.of(new Document("need", "n1").append("attempt", 1).append("amount", 1))));
        Kept.Pool pool = stores.pools().get("s/2026");
        assertThat(pool.held()).isOne();
        new Capacity(verdict).atAnyInstant(pool);
        assertThat(verdict.violations()).isEmpty();
    }

    private void unit(String code, String level, String parent) {
        collection("dispatch", "grid_units").insertOne(new Document("_id", code).append("state",
                new Document("code", code).append("level", level).append("parent", parent).append("version", 1)));
    }

    private void post(String unit, String capacity, Document... absences) {
        collection("dispatch", "grid_appointments").insertOne(new Document("_id", unit + capacity).append("state",
                new Document("id", unit + capacity).append("unit", unit)
                        .append("post", capacity.toLowerCase(java.util.Locale.ROOT) + ":" + unit)
                        .append("capacity", capacity)
                        .append("validFrom", new Date(0))
                        .append("absences", List.of(absences))));
    }

    private Grid grid() {
        collection("dispatch", "grid_tree").insertOne(new Document("_id", "tree").append("state",
                new Document("version", 1)));
        unit("city", "CITY", "");
        unit("town", "TOWN", "city");
        unit("village", "VILLAGE", "town");
        unit("group", "GROUP", "village");
        post("town", "LEADER");
        post("village", "LEADER", new Document("from", new Date(AT + MINUTE)).append("to", new Date(AT + 2 * MINUTE)));
        post("village", "MEMBER");
        post("group", "MEMBER");
        return Grid.in(stores);
    }

    @Test
    void climbsUntilSomebodyHoldsAPost() {
        Grid grid = grid();
        assertThat(grid.responsible("group", "GROUP", AT)).contains(new Grid.Holder("group", "member:group"));
        assertThat(grid.responsible("group", "VILLAGE", AT)).contains(new Grid.Holder("village", "leader:village"));
        assertThat(grid.responsible("village", "VILLAGE", AT + MINUTE))
                .contains(new Grid.Holder("town", "leader:town"));
        assertThat(grid.above("town", AT)).contains(new Grid.Holder("city", "city-desk:city"));
        assertThat(grid.responsible("elsewhere", "VILLAGE", AT)).isEqualTo(Optional.empty());
        assertThat(grid.isTop("city")).isTrue();
        assertThat(grid.isTop("town")).isFalse();
    }

    private static Told told(long sequence, String type, long at, String unit, String post, long dueAt, String reason) {
        return new Told(0, sequence, type, at, sequence, "ASSIGNED", unit, post, dueAt, 1, reason);
    }

    private void judge(long now, List<Run.Gap> gaps, Told... told) {
        new Responsibility(grid(), gaps, now, verdict).judge(NEED, "n1", List.of(told));
    }

    private static Told assigned() {
        return told(1, ASSIGNED, AT, "village", "leader:village", AT + MINUTE, "");
    }

    private static Told escalatedAt(long at) {
        return told(2, ESCALATED, at, "town", "leader:town", at + 9 * MINUTE, "overdue");
    }

    @Test
    void acceptsAnEscalationInTime() {
        judge(AT + 3 * MINUTE, List.of(), assigned(), escalatedAt(AT + MINUTE + 5_000), assigned());
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I8)).isPositive();
        assertThat(verdict.lookedAt(Invariant.I9)).isPositive();
    }

    @Test
    void seesAnEarlyEscalation() {
        judge(AT + MINUTE, List.of(), assigned(), escalatedAt(AT + 29_000));
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I8);
    }

    @Test
    void seesALateEscalationAndLeavesOutTimesInWhichNobodyCouldAct() {
        judge(AT + 5 * MINUTE, List.of(new Run.Gap(AT, AT + 3 * MINUTE)), assigned(), escalatedAt(AT + 4 * MINUTE));
        assertThat(verdict.violations()).isEmpty();
        new Responsibility(Grid.in(stores), List.of(), AT + 5 * MINUTE, verdict).judge(NEED, "n1",
                List.of(assigned(), escalatedAt(AT + 4 * MINUTE)));
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I8);
    }

    @Test
    void seesAnEscalationThatNeverCame() {
        judge(AT + 3 * MINUTE, List.of(), assigned());
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I8);
    }

    @Test
    void seesASkippedLevel() {
        judge(AT + 3 * MINUTE, List.of(), assigned(),
                told(2, ESCALATED, AT + MINUTE, "city", "city-desk:city", AT + 9 * MINUTE, "overdue"));
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I9);
    }

    @Test
    void seesACaseThatWentToSomebodyElse() {
        judge(AT, List.of(), told(1, ASSIGNED, AT, "village", "member:village", AT + MINUTE, ""));
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I9);
    }

    @Test
    void seesACaseThatMovedByItself() {
        judge(AT, List.of(), assigned(),
                told(2, ACKNOWLEDGED, AT, "town", "leader:town", AT + MINUTE, ""));
        assertThat(verdict.counts()).containsOnlyKeys(Invariant.I9);
    }

    @Test
    void findsPersonalDataInAnyStore() {
        Privacy privacy = new Privacy(new Canaries(List.of("13900000417")), verdict);
        collection("dispatch", "cases").insertOne(new Document("_id", "n1").append("note", Map.of("a", List.of("no"))));
        privacy.stores(stores);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I12)).isPositive();
        String hidden = Base64.getEncoder().encodeToString("call 13900000417".getBytes(StandardCharsets.UTF_8));
        collection("resource", "anything").insertOne(new Document("_id", "x").append("deep",
                List.of(new Document("er", hidden))));
        privacy.stores(stores);
        assertThat(verdict.violations()).extracting(Violation::subject).containsExactly("store resource.anything");
        collection("dispatch", "numbers").insertOne(new Document("_id", "y").append("phone", 13_900_000_417L));
        privacy.stores(stores);
        assertThat(verdict.violations()).extracting(Violation::subject).contains("store dispatch.numbers");
    }
}
