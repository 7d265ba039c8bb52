package cn.twonets.intake.households;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.intake.households.mongo.StoredHouseholds;
import cn.twonets.intake.testing.PromptBroker;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.IndexModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real store: the server that {@code TWONETS_TEST_MONGODB_URI} names, else the embedded one. */
class StoredHouseholdsTest extends HouseholdsContract {
    private static EmbeddedStore store;
    private static MongoClient client;
    private MongoAggregates<Household, HouseholdEvent, HouseholdState> aggregates;

    @BeforeAll
    static void open(@TempDir Path folder) {
        String named = System.getenv("TWONETS_TEST_MONGODB_URI");
        store = EmbeddedStore.open(StoreSettings.in(folder));
        client = cn.twonets.delivery.mongo.StoreSettings.open(named == null ? store.connectionString() : named, "test");
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @Override
    protected void begin() {
        client.getDatabase("intake_household_contract").drop();
        aggregates = new MongoAggregates<>(StoredHouseholds.KIND, client.getDatabase("intake_household_contract"),
                new PromptBroker(), Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry());
        aggregates.ensureIndexes(Stream.of(StoredHouseholds.indexes()).map(IndexModel::new).toArray(IndexModel[]::new));
    }

    @Override
    protected Aggregates<Household, HouseholdEvent> store() {
        return aggregates;
    }

    @Override
    protected Households households() {
        return new StoredHouseholds(aggregates);
    }
}
