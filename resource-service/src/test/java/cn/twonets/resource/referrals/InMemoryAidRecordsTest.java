package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.resource.testing.AidSide;

class InMemoryAidRecordsTest extends AidRecordsContract {
    private final AidSide target = new AidSide();

    @Override
    AidRecords records() {
        return target.queries;
    }

    @Override
    Aggregates<AidRecord, AidEvent> store() {
        return target.records;
    }
}
