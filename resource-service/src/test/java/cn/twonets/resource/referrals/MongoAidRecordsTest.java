package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.resource.referrals.mongo.MongoAidRecords;
import cn.twonets.resource.testing.TestStore;
import com.mongodb.client.model.IndexModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class MongoAidRecordsTest extends AidRecordsContract {
    @TempDir
    static Path folder;
    private static TestStore store;

    private final MongoAggregates<AidRecord, AidEvent, AidState> aggregates = aggregates();

    @BeforeAll
    static void open() {
        store = new TestStore(folder);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static MongoAggregates<AidRecord, AidEvent, AidState> aggregates() {
        store.database.getCollection(MongoAidRecords.KIND.collection()).drop();
        MongoAggregates<AidRecord, AidEvent, AidState> made = new MongoAggregates<>(
                MongoAidRecords.KIND, store.database, new Nowhere(), Clock.systemUTC(), new SimpleMeterRegistry());
        made.ensureIndexes(Stream.of(MongoAidRecords.indexes()).map(IndexModel::new).toArray(IndexModel[]::new));
        return made;
    }

    private static final class Nowhere implements EventSink {
        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isFailing() {
            return false;
        }
    }

    @Override
    AidRecords records() {
        return new MongoAidRecords(aggregates);
    }

    @Override
    Aggregates<AidRecord, AidEvent> store() {
        return aggregates;
    }
}
