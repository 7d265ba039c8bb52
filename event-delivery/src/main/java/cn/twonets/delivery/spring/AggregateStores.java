package cn.twonets.delivery.spring;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.conversions.Bson;

/** Makes the aggregates of a service, one {@link MongoAggregates} for each kind, and looks after all of them. */
public final class AggregateStores {
    private final MongoDatabase database;
    private final EventSink sink;
    private final Clock clock;
    private final MeterRegistry meters;
    private final List<OutboxAggregates<?, ?, ?>> made = new CopyOnWriteArrayList<>();
    private final List<Runnable> indexes = new CopyOnWriteArrayList<>();

    AggregateStores(MongoDatabase database, EventSink sink, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.sink = sink;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * The aggregates of one kind; to be called once for each kind, before the service has started.
     *
     * @param indexes keys over {@code state.<component>}, made in the background while the service starts; the service is
     *        not ready before they are there
     */
    public <S, H extends Happening, P extends PublicState> MongoAggregates<S, H, P> of(
            AggregateKind<S, H, P> kind,
            Bson... indexes) {
        MongoAggregates<S, H, P> aggregates = new MongoAggregates<>(kind, database, sink, clock, meters);
        IndexModel[] models = List.of(indexes).stream().map(IndexModel::new).toArray(IndexModel[]::new);
        made.add(aggregates);
        this.indexes.add(() -> aggregates.ensureIndexes(models));
        return aggregates;
    }

    /** All that were made so far: what this service owns. */
    public List<OutboxAggregates<?, ?, ?>> made() {
        return List.copyOf(made);
    }

    /** @see OutboxAggregates#tellAfterRestore() */
    long tellAfterRestore() {
        long told = 0;
        for (OutboxAggregates<?, ?, ?> aggregates : made) {
            told += aggregates.tellAfterRestore();
        }
        return told;
    }

    void ensureIndexes() {
        indexes.forEach(Runnable::run);
    }
}
