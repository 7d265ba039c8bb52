package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidState;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.mongo.MongoPools;
import cn.twonets.resource.referrals.mongo.MongoAidRecords;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Recount;
import cn.twonets.resource.testing.Services;
import cn.twonets.resource.testing.TestStore;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one store want more than there is, all at once. */
class ScarcityOnTheStoreTest {
    private static final int UNITS = 7;
    private static final int TAKERS = 30;

    @TempDir
    Path folder;

    @Test
    void givesExactlyWhatThereIs() throws Exception {
        AidSide aid = new AidSide(Services.housing("scarce", UNITS));
        try (TestStore store = new TestStore(folder)) {
            MongoPools pools = new MongoPools(store.database);
            try (ExecutorService processes = Executors.newFixedThreadPool(6)) {
                List<Future<?>> all = IntStream.rangeClosed(1, TAKERS)
                        .<Future<?>>mapToObj(number -> processes.submit(() -> aid.instance(records(store, aid), pools)
                                .hearing()
                                .handle(List.of(Cases.event(Cases.wanting(
                                        Cases.open("need-%04d".formatted(number), AidKind.HOUSING), 1))))))
                        .toList();
                for (Future<?> one : all) {
                    one.get();
                }
            }
            List<Stored<AidRecord>> needs = records(store, aid).query(Filters.empty(), Sorts.ascending("_id"),
                    2 * TAKERS);
            PoolId id = aid.services.getFirst().pool(aid.clock.instant());
            List<Pool> stored = List.copyOf(pools.findAll(List.of(id)).values());

            assertThat(needs).hasSize(TAKERS);
            assertThat(needs.stream().filter(need -> need.state().holds().live() != null)).hasSize(UNITS);
            assertThat(stored).singleElement().satisfies(pool -> assertThat(pool.available()).isZero());
            Recount.afterDrain(stored, needs);
        }
    }

    private static MongoAggregates<AidRecord, AidEvent, AidState> records(TestStore store, AidSide aid) {
        return new MongoAggregates<>(
                MongoAidRecords.KIND, store.database, new Nowhere(), aid.clock, new SimpleMeterRegistry());
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
}
