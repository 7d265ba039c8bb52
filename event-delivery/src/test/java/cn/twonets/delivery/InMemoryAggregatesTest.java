package cn.twonets.delivery;

import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class InMemoryAggregatesTest extends AggregatesContract {
    private final InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> documents = new InMemoryAggregates<>(
            Dwelling.KIND,
            sink,
            clock,
            new SimpleMeterRegistry());

    @Override
    protected OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> instance(EventSink to) {
        return documents.restarted(to);
    }
}
