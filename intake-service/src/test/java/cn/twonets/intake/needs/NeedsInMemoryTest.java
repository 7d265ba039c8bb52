package cn.twonets.intake.needs;

import cn.twonets.delivery.Aggregates;
import cn.twonets.events.NeedEvent;

class NeedsInMemoryTest extends NeedsContract {
    private DeskBench bench = new DeskBench();

    @Override
    protected void begin() {
        bench = new DeskBench();
    }

    @Override
    protected Aggregates<Need, NeedEvent> store() {
        return bench.store;
    }

    @Override
    protected Needs needs() {
        return new NeedsInMemory(bench.store);
    }
}
