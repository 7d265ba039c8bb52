package cn.twonets.delivery.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.AggregatesContract;
import cn.twonets.delivery.Dwelling;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.store.EmbeddedStore;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the embedded store, or on the server named by {@code TWONETS_TEST_MONGODB_URI}. */
class MongoAggregatesTest extends AggregatesContract {
    @TempDir
    static Path folder;
    private static @Nullable EmbeddedStore store;
    private static MongoClient client;

    private final MongoDatabase database = client.getDatabase("delivery-" + UUID.randomUUID());

    @BeforeAll
    static void openStore() {
        String named = System.getenv("TWONETS_TEST_MONGODB_URI");
        if (named == null) {
            store = EmbeddedStore.open(cn.twonets.store.StoreSettings.in(folder));
        }
        client = StoreSettings.open(named == null ? store.connectionString() : named, "delivery-tests");
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
    protected MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> instance(EventSink to) {
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> aggregates = new MongoAggregates<>(
                Dwelling.KIND,
                database,
                to,
                clock,
                new SimpleMeterRegistry());
        aggregates.ensureIndexes(new IndexModel(Indexes.ascending("state.unit", "state.moves")));
        return aggregates;
    }

    @Test
    void findsByPartsOfTheState() {
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = instance(sink);
        for (int i = 1; i <= 4; i++) {
            dwellings.change("h-" + i, Dwelling.change("h-" + i, i), Publish.SOON);
        }
        assertThat(dwellings.states(Filters.gte("state.moves", 1), Sorts.descending("state.moves"), 2))
                .extracting(Dwelling::moves)
                .containsExactly(3, 2);
        assertThat(dwellings.query(Filters.eq("state.id", "h-2"), Sorts.ascending("_id"), 5)).singleElement()
                .satisfies(stored -> assertThat(stored.history()).hasSize(2));
        assertThat(dwellings.after("h-2", 5)).extracting(stored -> stored.id()).containsExactly("h-3", "h-4");
    }

    @Test
    void storesIdsAsBareStringsAndLeavesNullsOut() {
        instance(sink).change("h-1", Dwelling.change("h-1"), Publish.SOON);
        Document state = database.getCollection("dwellings").find().first().get("state", Document.class);
        assertThat(state.get("id")).isEqualTo("h-1");
        assertThat(state.get("unit")).isEqualTo("411082110213-G01");
        assertThat(state).doesNotContainKey("helper");
    }

    @Test
    void hasTheSparseIndexThatTheSweepNeeds() {
        instance(sink);
        List<Document> indexes = database.getCollection("dwellings").listIndexes().into(new ArrayList<>());
        assertThat(indexes).anySatisfy(index -> {
            assertThat(index.get("key", Document.class)).containsOnlyKeys("unpublished.since");
            assertThat(index.getBoolean("sparse")).isTrue();
        });
    }
}
