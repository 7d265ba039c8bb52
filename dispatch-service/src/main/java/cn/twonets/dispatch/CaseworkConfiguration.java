package cn.twonets.dispatch;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.http.Owners;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.CaseFollowing;
import cn.twonets.dispatch.casework.Cases;
import cn.twonets.dispatch.casework.NeedsTimed;
import cn.twonets.dispatch.casework.metrics.CaseMetrics;
import cn.twonets.dispatch.casework.metrics.InboxMeters;
import cn.twonets.dispatch.casework.mongo.MongoCases;
import cn.twonets.dispatch.casework.mongo.MongoOpenCases;
import cn.twonets.dispatch.deadlines.DeadlinePolicy;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.dispatch.deadlines.mongo.MongoStoreClock;
import cn.twonets.dispatch.routing.RoutingPolicy;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.grid.GridDirectory;
import cn.twonets.reconciliation.CaughtUp;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Puts casework together: the desk, its cases in the store, its policies, its sweep. */
@Configuration(proxyBeanMethods = false)
class CaseworkConfiguration {
    /** Cases as they are kept and published. */
    static final AggregateKind<AidCase, CaseEvent, CaseState> CASES = new AggregateKind<>("cases", AidCase.class,
            EventFamily.CASE, AidCase::shown);

    @Bean
    MongoAggregates<AidCase, CaseEvent, CaseState> caseAggregates(AggregateStores stores) {
        return stores.of(CASES, MongoCases.indexes());
    }

    @Bean
    Cases cases(MongoAggregates<AidCase, CaseEvent, CaseState> aggregates) {
        return new MongoCases(aggregates);
    }

    @Bean
    CaseMetrics caseMetrics(MeterRegistry meters) {
        return new CaseMetrics(meters, Clock.systemUTC());
    }

    @Bean
    PeriodicWork inboxCounting(
            MongoDatabase database,
            Clock clock,
            GridDirectory grid,
            MeterRegistry meters,
            DispatchSettings settings) {
        InboxMeters inboxes = new InboxMeters(new MongoOpenCases(database), clock, meters);
        return new PeriodicWork(
                "inbox-counting",
                new PeriodicWork.Task("Counting what is open", settings.countEvery(), () -> {
                    if (grid.isReady()) {
                        inboxes.count(grid.tree().top().code());
                    }
                }));
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

    @Bean
    @Order(1)
    CaseFollowing<NeedEvent, NeedState> needFollowing(
            Subscription<NeedEvent, NeedState> needs,
            MongoAggregates<AidCase, CaseEvent, CaseState> cases,
            CaseDesk desk) {
        return CaseFollowing.needs(needs, cases, desk);
    }

    @Bean
    @Order(2)
    CaseFollowing<AidEvent, AidState> aidFollowing(
            Subscription<AidEvent, AidState> resolutions,
            MongoAggregates<AidCase, CaseEvent, CaseState> cases,
            CaseDesk desk) {
        return CaseFollowing.aid(resolutions, cases, desk);
    }

    @Bean
    NeedsTimed needsTimed(
            Owners owners,
            Subscription<NeedEvent, NeedState> needs,
            MongoAggregates<AidCase, CaseEvent, CaseState> cases,
            CaseDesk desk,
            OverdueSweep sweep,
            CaughtUp caughtUp,
            Clock clock) {
        return new NeedsTimed(owners.of(EventFamily.NEED), needs, cases, desk, sweep, caughtUp, clock);
    }
}
