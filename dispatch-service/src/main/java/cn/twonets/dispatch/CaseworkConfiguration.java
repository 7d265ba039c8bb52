package cn.twonets.dispatch;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.Cases;
import cn.twonets.dispatch.casework.metrics.CaseMetrics;
import cn.twonets.dispatch.casework.mongo.MongoCases;
import cn.twonets.dispatch.deadlines.DeadlinePolicy;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.dispatch.deadlines.mongo.MongoStoreClock;
import cn.twonets.dispatch.routing.RoutingPolicy;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.grid.GridDirectory;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts casework together: the desk, its cases in the store, its policies, its sweep. */
@Configuration(proxyBeanMethods = false)
class CaseworkConfiguration {
    /** Cases as they are kept and published. */
    static final AggregateKind<AidCase, CaseEvent, CaseState> CASES = new AggregateKind<>("cases", AidCase.class,
            EventFamily.CASE, AidCase::shown);

    @Bean
    Cases cases(AggregateStores stores) {
        MongoAggregates<AidCase, CaseEvent, CaseState> aggregates = stores.of(CASES, MongoCases.indexes());
        return new MongoCases(aggregates);
    }

    @Bean
    CaseMetrics caseMetrics(MeterRegistry meters) {
        return new CaseMetrics(meters);
    }

    @Bean
    CaseDesk caseDesk(Cases cases, GridDirectory grid, WorkingCalendar calendar, Clock clock, CaseMetrics metrics) {
        return new CaseDesk(cases, grid, new RoutingPolicy(CategoriesReader.starter()),
                new DeadlinePolicy((from, days) -> calendar.plusWorkingDays(from, days).at()), clock, metrics);
    }

    @Bean
    OverdueSweep overdueSweep(CaseDesk desk, MongoDatabase database, Clock clock, CaseMetrics metrics) {
        return new OverdueSweep(desk, new MongoStoreClock(database, Clock.systemUTC()), clock, metrics);
    }

    @Bean
    PeriodicWork overdueWork(OverdueSweep sweep, GridDirectory grid, DispatchSettings settings) {
        return new PeriodicWork(
                "overdue-sweep",
                new PeriodicWork.Task("The sweep of overdue cases", settings.sweepEvery(), () -> {
                    if (grid.isReady()) {
                        sweep.sweep();
                    }
                }));
    }
}
