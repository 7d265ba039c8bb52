package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.resource.referrals.metrics.ReferralMeters;
import cn.twonets.resource.referrals.mongo.MongoAidRecords;
import cn.twonets.resource.referrals.mongo.MongoOpenReferrals;
import cn.twonets.resource.testing.TestStore;
import com.mongodb.client.model.IndexModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoAidRecordsTest extends AidRecordsContract {
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant FAR_OFF = Instant.parse("2100-01-01T00:00:00Z");

    @TempDir
    static Path folder;
    private static TestStore store;

    private final MongoAggregates<AidRecord, AidEvent, AidState> aggregates = aggregates();
    /** A registry holds what its gauges show only weakly. */
    private final List<ReferralMeters> kept = new ArrayList<>();

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

    @Test
    void countsReferralsByStatusAndThoseThatAreLate() {
        assertThat(live("offered", LONG_AGO)).isEqualTo(2);
        assertThat(live("accepted", LONG_AGO)).isEqualTo(1);
        assertThat(live("waitlisted", LONG_AGO)).isEqualTo(3);
        assertThat(counted(LONG_AGO).get("twonets.resource.referrals.overdue").gauge().value()).isZero();
        assertThat(counted(FAR_OFF).get("twonets.resource.referrals.overdue").gauge().value())
                .isGreaterThanOrEqualTo(3);
    }

    private double live(String status, Instant now) {
        return counted(now).get("twonets.resource.referrals.live").tags("status", status).gauge().value();
    }

    private SimpleMeterRegistry counted(Instant now) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ReferralMeters referrals = new ReferralMeters(new MongoOpenReferrals(store.database),
                Clock.fixed(now, ZoneOffset.UTC), meters);
        referrals.count();
        kept.add(referrals);
        return meters;
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
