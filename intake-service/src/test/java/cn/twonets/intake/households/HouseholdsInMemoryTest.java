package cn.twonets.intake.households;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.intake.households.mongo.StoredHouseholds;
import cn.twonets.intake.testing.PromptBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;

class HouseholdsInMemoryTest extends HouseholdsContract {
    private InMemoryAggregates<Household, HouseholdEvent, HouseholdState> store;

    @Override
    protected void begin() {
        store = new InMemoryAggregates<>(StoredHouseholds.KIND, new PromptBroker(),
                Clock.fixed(NOW, ZoneOffset.UTC), new SimpleMeterRegistry());
    }

    @Override
    protected Aggregates<Household, HouseholdEvent> store() {
        return store;
    }

    @Override
    protected Households households() {
        return new HouseholdsInMemory(store);
    }
}
