package cn.twonets.delivery;

import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

class RestoredInMemoryTest extends RestoreContract {
    private InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> documents = new InMemoryAggregates<>(
            Dwelling.KIND, new ScriptedSink(), clock, new SimpleMeterRegistry());

    @Override
    protected InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> before(EventSink to) {
        return documents.restarted(to);
    }

    @Override
    protected InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> restored(EventSink to, int epoch) {
        documents = documents.restored(to, epoch);
        return documents;
    }

    @Override
    protected InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> another(EventSink to) {
        return documents.restarted(to);
    }
}
