package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.mongo.StoreSettings;
import cn.twonets.dispatch.casework.metrics.InboxMeters;
import cn.twonets.dispatch.casework.mongo.MongoCases;
import cn.twonets.dispatch.casework.mongo.MongoOpenCases;
import cn.twonets.dispatch.deadlines.mongo.MongoStoreClock;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.GridCode;
import cn.twonets.events.Urgency;
import cn.twonets.store.EmbeddedStore;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a server named in {@code TWONETS_TEST_MONGODB_URI}, else on the embedded store. */
class MongoCasesTest extends CasesContract {
    private static final String DATABASE = "dispatch-cases-test";

    @TempDir
    private static Path folder;

    private static @Nullable EmbeddedStore store;
    private static MongoClient client;

    @BeforeAll
    static void openStore() {
        String uri = System.getenv("TWONETS_TEST_MONGODB_URI");
        if (uri == null) {
            store = EmbeddedStore.open(cn.twonets.store.StoreSettings.in(folder.resolve("store")));
            uri = store.connectionString();
        }
        System.out.println("Cases contract on " + (store == null ? "the server named" : "the embedded store"));
        client = StoreSettings.open(uri, "test");
    }

    @AfterAll
    static void closeStore() {
        client.getDatabase(DATABASE).drop();
        client.close();
        if (store != null) {
            store.close();
        }
    }

    @Override
    Desk newDesk() {
        MongoDatabase database = client.getDatabase(DATABASE);
        database.getCollection("cases").drop();
        return new Desk(new CountyGrid().directory(), (sink, clock) -> {
            MongoAggregates<AidCase, CaseEvent, CaseState> aggregates = new MongoAggregates<>(Desk.CASES, database,
                    sink, clock, new SimpleMeterRegistry());
            aggregates.ensureIndexes(Arrays.stream(MongoCases.indexes()).map(IndexModel::new)
                    .toArray(IndexModel[]::new));
            return new MongoCases(aggregates);
        });
    }

    @Test
    void countsWhatIsOpenByLevelAndStatus() {
        Desk desk = newDesk();
        desk.village(Needs.in(CountyGrid.GROUP, "need-0001", "housing", Urgency.ORDINARY));
        desk.village(Needs.in(CountyGrid.OTHER_GROUP, "need-0002", "housing", Urgency.ORDINARY));
        desk.village(Needs.in(CountyGrid.GROUP, "need-0003", "housing", Urgency.URGENT));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        InboxMeters inboxes = new InboxMeters(new MongoOpenCases(client.getDatabase(DATABASE)), desk.clock, meters);

        inboxes.count(new GridCode(CountyGrid.CITY));

        assertThat(meters.get("twonets.dispatch.cases.open").tags("level", "village", "status", "assigned").gauge()
                .value()).isEqualTo(2);
        assertThat(meters.get("twonets.dispatch.cases.open").gauges().stream().mapToDouble(Gauge::value).sum())
                .isEqualTo(3);
        assertThat(overdue(meters)).isZero();
        desk.clock.advance(Duration.ofDays(60));
        inboxes.count(new GridCode(CountyGrid.CITY));
        assertThat(overdue(meters)).isEqualTo(3);
        assertThat(meters.get("twonets.dispatch.cases.household.overdue").gauge().value()).isEqualTo(3);
        inboxes.count(new GridCode(CountyGrid.VILLAGE));
        assertThat(overdue(meters)).isEqualTo(2);
    }

    private static double overdue(SimpleMeterRegistry meters) {
        return meters.get("twonets.dispatch.cases.overdue").gauges().stream().mapToDouble(Gauge::value).sum();
    }

    @Test
    void readsTheStoresClock() {
        MongoDatabase database = client.getDatabase(DATABASE);
        assertThat(new MongoStoreClock(database, Clock.systemUTC()).difference()).isLessThan(Duration.ofSeconds(30));
        Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        assertThat(new MongoStoreClock(database, slow).difference()).isGreaterThan(Duration.ofMinutes(9));
    }
}
