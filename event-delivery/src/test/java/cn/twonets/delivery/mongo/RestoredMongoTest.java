package cn.twonets.delivery.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.Dwelling;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.RestoreContract;
import cn.twonets.delivery.ScriptedSink;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.events.EventOrder;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.store.EmbeddedStore;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores, and documents of other releases. On the embedded store, or the server of {@code TWONETS_TEST_MONGODB_URI}. */
class RestoredMongoTest extends RestoreContract {
    private static final Instant TAKEN = Instant.parse("2026-05-31T19:00:00Z");

    @TempDir
    static Path folder;
    private static @Nullable EmbeddedStore store;
    private static MongoClient client;

    private final MongoDatabase database = client.getDatabase("restored-" + UUID.randomUUID());

    @BeforeAll
    static void openStore() {
        String named = System.getenv("TWONETS_TEST_MONGODB_URI");
        if (named == null) {
            store = EmbeddedStore.open(cn.twonets.store.StoreSettings.in(folder));
        }
        client = StoreSettings.open(named == null ? store.connectionString() : named, "restore-tests");
    }

    @AfterAll
    static void closeStore() {
        client.close();
        if (store != null) {
            store.close();
        }
    }

    @AfterEach
    void dropDatabase() {
        database.drop();
    }

    @Override
    protected MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> before(EventSink to) {
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> aggregates = new MongoAggregates<>(
                Dwelling.KIND, database, to, clock, new SimpleMeterRegistry());
        aggregates.ensureIndexes();
        return aggregates;
    }

    @Override
    protected MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> restored(EventSink to, int epoch) {
        new Restores(database).note(epoch, clock.instant(), TAKEN);
        return before(to);
    }

    @Override
    protected MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> another(EventSink to) {
        return before(to);
    }

    @Test
    void givesTwoRestoresOfOneBackupTwoEpochs() {
        Restores restores = new Restores(database);
        Instant night = Instant.parse("2026-06-01T03:00:00Z");
        int first = restores.next(night);
        assertThat(first).isPositive();
        assertThat(restores.next(night.plusSeconds(60))).isGreaterThan(first);
    }

    @Test
    void raisesTheEpochEvenIfTheClockWentBack() {
        Restores restores = new Restores(database);
        restores.note(900, clock.instant(), TAKEN);
        assertThat(restores.next(Instant.parse("2026-01-01T00:00:01Z"))).isEqualTo(901);
        assertThat(new Restores(database).epoch()).isEqualTo(900);
    }

    private MongoCollection<Document> documents() {
        return database.getCollection(Dwelling.KIND.collection());
    }

    /** Written by the release before documents named their form, and committed here. */
    @Test
    void readsAndChangesADocumentOfTheFormBefore() throws IOException {
        documents().insertOne(Document.parse(committed()));
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = before(new ScriptedSink());
        assertThat(dwellings.find("h-old").orElseThrow()).satisfies(stored -> {
            assertThat(stored.order()).isEqualTo(new EventOrder(0, 2));
            assertThat(stored.state().moves()).isEqualTo(1);
            assertThat(stored.history()).hasSize(2);
        });
        dwellings.change("h-old", Dwelling.change("h-old"), Publish.BEFORE_RETURN);
        assertThat(documents().find(Filters.eq("h-old")).first()).containsEntry("schema", 2);
        assertThat(dwellings.find("h-old").orElseThrow().state().moves()).isEqualTo(2);
    }

    /** While a release is rolled out, instances of both write the same documents: the old one leaves the name out. */
    @Test
    void takesTurnsWithAnInstanceOfTheReleaseBefore() throws IOException {
        documents().insertOne(Document.parse(committed()));
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = before(new ScriptedSink());
        for (int turn = 0; turn < 3; turn++) {
            dwellings.change("h-old", Dwelling.change("h-old"), Publish.BEFORE_RETURN);
            Document old = documents().find(Filters.eq("h-old")).first();
            old.remove("schema");
            documents().replaceOne(Filters.eq("h-old"), old);
        }
        assertThat(dwellings.find("h-old").orElseThrow().order()).isEqualTo(new EventOrder(0, 5));
    }

    @Test
    void refusesADocumentOfANewerRelease() {
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = before(new ScriptedSink());
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.BEFORE_RETURN);
        documents().updateOne(Filters.eq("h-1"), new Document("$set", new Document("schema", 3)));
        assertThatThrownBy(() -> dwellings.find("h-1")).isInstanceOf(UnknownFormException.class)
                .hasMessageContaining("h-1").hasMessageContaining("form 3");
        assertThatThrownBy(() -> dwellings.change("h-1", Dwelling.change("h-1"), Publish.BEFORE_RETURN))
                .isInstanceOf(UnknownFormException.class);
    }

    @Test
    void refusesHistoryAndRestoresOfANewerRelease() {
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = before(new ScriptedSink());
        dwellings.change("h-1", Dwelling.change("h-1", 190), Publish.BEFORE_RETURN);
        for (int change = 0; change < 3; change++) {
            dwellings.change("h-1", Dwelling.change("h-1", 10), Publish.BEFORE_RETURN);
        }
        MongoCollection<Document> moved = database.getCollection(Dwelling.KIND.collection() + "_history");
        assertThat(moved.find().first()).containsEntry("schema", 2);
        moved.updateMany(Filters.empty(), Updates.unset("schema"));
        assertThat(dwellings.history("h-1")).as("the form before").hasSize(220);
        moved.updateMany(Filters.empty(), Updates.set("schema", 3));
        assertThatThrownBy(() -> dwellings.history("h-1")).isInstanceOf(UnknownFormException.class)
                .hasMessageContaining("h-1/0 is of form 3");

        MongoCollection<Document> restores = database.getCollection("restores");
        new Restores(database).note(900, clock.instant(), TAKEN);
        assertThat(restores.find().first()).containsEntry("schema", 2);
        restores.updateOne(Filters.empty(), Updates.unset("schema"));
        assertThat(new Restores(database).epoch()).as("the form before").isEqualTo(900);
        restores.updateOne(Filters.empty(), Updates.set("schema", 3));
        assertThatThrownBy(() -> new Restores(database).epoch()).isInstanceOf(UnknownFormException.class);
    }

    private static String committed() throws IOException {
        try (var file = RestoredMongoTest.class.getResourceAsStream("/documents/form-1.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
