package cn.twonets.resource.service;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.calendar.file.HolidayFiles;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.http.ClientSettings;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventFamily;
import cn.twonets.grid.GridDirectory;
import cn.twonets.reconciliation.CaughtUp;
import cn.twonets.resource.capacity.PoolFigures;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.resource.capacity.mongo.MongoPools;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import cn.twonets.resource.catalogue.CapacityWatch;
import cn.twonets.resource.catalogue.CatalogueDesk;
import cn.twonets.resource.catalogue.Clerks;
import cn.twonets.resource.catalogue.metrics.CapacityMeters;
import cn.twonets.resource.catalogue.ProviderDesk;
import cn.twonets.resource.catalogue.Providers;
import cn.twonets.resource.catalogue.mongo.MongoAidServices;
import cn.twonets.resource.catalogue.mongo.MongoClerks;
import cn.twonets.resource.catalogue.mongo.MongoProviders;
import cn.twonets.resource.matching.FactsDesk;
import cn.twonets.resource.matching.http.FactsSettings;
import cn.twonets.resource.matching.http.IntakeFacts;
import cn.twonets.resource.referrals.Advancement;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import cn.twonets.resource.referrals.Ancestors;
import cn.twonets.resource.referrals.CaseFollowing;
import cn.twonets.resource.referrals.CaseHearing;
import cn.twonets.resource.referrals.DueSweep;
import cn.twonets.resource.referrals.HoldSweep;
import cn.twonets.resource.referrals.PoolsCheck;
import cn.twonets.resource.referrals.Queue;
import cn.twonets.resource.referrals.Reconsideration;
import cn.twonets.resource.referrals.ReferralDesk;
import cn.twonets.resource.referrals.ReferralRules;
import cn.twonets.resource.referrals.ReferralSettings;
import cn.twonets.resource.referrals.Settlement;
import cn.twonets.resource.referrals.WorkingDays;
import cn.twonets.resource.referrals.metrics.ReferralMeters;
import cn.twonets.resource.referrals.mongo.MongoAidRecords;
import cn.twonets.resource.referrals.mongo.MongoOpenReferrals;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts catalogue, matching and referrals together on the store, the broker and the register. */
@Configuration(proxyBeanMethods = false)
class ResourceConfiguration {
    @Bean
    MongoAggregates<AidRecord, AidEvent, AidState> aidRecordStore(AggregateStores stores) {
        return stores.of(MongoAidRecords.KIND, MongoAidRecords.indexes());
    }

    @Bean
    MongoAggregates<AidService, AidServiceEvent, AidServiceState> aidServiceStore(
            AggregateStores stores) {
        return stores.of(MongoAidServices.KIND, MongoAidServices.indexes());
    }

    @Bean
    AidRecords aidRecords(MongoAggregates<AidRecord, AidEvent, AidState> records) {
        return new MongoAidRecords(records);
    }

    @Bean
    AidServices aidServices(
            MongoAggregates<AidService, AidServiceEvent, AidServiceState> services) {
        return new MongoAidServices(services);
    }

    @Bean
    MongoPools pools(MongoDatabase database) {
        return new MongoPools(database);
    }

    @Bean
    Providers providers(MongoDatabase database) {
        return new MongoProviders(database);
    }

    @Bean
    Clerks clerks(MongoDatabase database) {
        return new MongoClerks(database);
    }

    @Bean
    ProviderDesk providerDesk(Providers providers, Clerks clerks, Clock clock) {
        return new ProviderDesk(providers, clerks, clock);
    }

    @Bean
    CatalogueDesk catalogueDesk(
            MongoAggregates<AidService, AidServiceEvent, AidServiceState> services,
            Pools pools,
            Clock clock) {
        return new CatalogueDesk(services, pools, clock);
    }

    @Bean
    CapacityWatch capacityWatch(AidServices services, Pools pools, CatalogueDesk desk, Clock clock,
            MeterRegistry meters) {
        return new CapacityWatch(services, pools, desk, clock, new CapacityMeters(meters));
    }

    @Bean
    WorkingDays workingDays(@Value("${twonets.calendar.folder:#{null}}") @Nullable Path folder) {
        WorkingCalendar calendar = HolidayFiles.calendar(folder);
        return (from, days) -> calendar.plusWorkingDays(from, days).at();
    }

    @Bean
    IntakeFacts factsDesk(ResourceProperties properties, ClientSettings client, Transport transport, Tracing tracing) {
        return new IntakeFacts(new FactsSettings(
                properties.intake().uri(),
                new ClientSettings(client.tokens(), client.clientId(), client.secretFile(),
                        properties.facts().limit()),
                transport),
                tracing);
    }

    @Bean
    MeterBinder factsMetrics(IntakeFacts facts) {
        return registry -> {
            Gauge.builder("twonets.facts.asking", facts, asked -> asked.isAsking() ? 1 : 0)
                    .description("1 while the household register is asked for facts, 0 while it fails too often")
                    .register(registry);
            facts.tell(registry);
        };
    }

    @Bean
    ReferralSettings referralSettings(ResourceProperties properties) {
        ReferralSettings usual = ReferralSettings.DEFAULTS;
        return new ReferralSettings(properties.sweeps().factsRetry(), properties.sweeps().queueRetry(),
                usual.queueDays(), usual.holdAge());
    }

    @Bean
    Settlement settlement(Pools pools) {
        return new Settlement(pools);
    }

    @Bean
    Advancement advancement(
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            AidServices services,
            Pools pools,
            FactsDesk facts,
            ReferralSettings settings,
            WorkingDays workingDays,
            Settlement settlement,
            Ancestors ancestors,
            Clock clock) {
        return new Advancement(records, services, pools, facts, new ReferralRules(settings, workingDays), settlement,
                ancestors, clock);
    }

    @Bean
    Queue queue(AidRecords queries, Advancement advancement) {
        return new Queue(queries, advancement);
    }

    @Bean
    Ancestors ancestors(GridDirectory grid) {
        return unit -> List.copyOf(grid.tree().pathUp(unit));
    }

    @Bean
    Subscription<CaseEvent, CaseState> cases(
            Advancement advancement,
            Queue queue,
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            Ancestors ancestors) {
        CaseHearing hearing = new CaseHearing(advancement, queue, records, ancestors);
        return new Subscription<>(EventFamily.CASE, "resource", hearing, hearing);
    }

    @Bean
    Subscription<AidServiceEvent, AidServiceState> catalogue(
            AidRecords queries, MongoAggregates<AidRecord, AidEvent, AidState> records, Clock clock) {
        return new Subscription<>(
                EventFamily.AID_SERVICE, "resource", new Reconsideration(queries, records, clock));
    }

    /** What follows from an act is sent after its caller was answered; a failure is told, and the outbox sends it. */
    @Bean(destroyMethod = "close")
    ExecutorService afterwards() {
        return Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .name("afterwards-", 0)
                .uncaughtExceptionHandler((thread, e) -> LoggerFactory.getLogger(ReferralDesk.class)
                        .warn("What follows from an act is stored but not sent yet: {}", e.toString()))
                .factory());
    }

    @Bean
    ReferralDesk referralDesk(
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            AidRecords queries,
            Advancement advancement,
            Queue queue,
            Settlement settlement,
            AidServices services,
            WorkingDays workingDays,
            Clock clock,
            ExecutorService afterwards) {
        return new ReferralDesk(
                records, queries, advancement, queue, settlement, services, workingDays, clock, afterwards);
    }

    @Bean
    CaseFollowing caseFollowing(
            Subscription<CaseEvent, CaseState> cases,
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            Ancestors ancestors) {
        return new CaseFollowing(cases, records, ancestors);
    }

    @Bean
    HoldSweep holdSweep(
            Pools pools,
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            Settlement settlement,
            Queue queue,
            ReferralSettings settings,
            Clock clock) {
        return new HoldSweep(pools, records, settlement, queue, settings, clock);
    }

    @Bean
    PoolsCheck poolsCheck(
            PoolFigures.Source pools,
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            HoldSweep sweep,
            ReferralSettings settings,
            CaughtUp caughtUp,
            Clock clock) {
        return new PoolsCheck(pools, records, sweep, settings, caughtUp, clock);
    }

    @Bean
    PeriodicWork sweeps(
            MongoAggregates<AidRecord, AidEvent, AidState> records,
            AidRecords queries,
            Advancement advancement,
            Queue queue,
            HoldSweep holds,
            CapacityWatch capacity,
            GridDirectory grid,
            MongoDatabase database,
            Clock clock,
            ResourceProperties properties) {
        return new Sweeps(
                new DueSweep(queries, advancement, queue, records, clock),
                holds,
                capacity,
                grid,
                database,
                Clock.systemUTC(),
                properties.sweeps()).work();
    }

    @Bean
    PeriodicWork referralCounting(
            MongoDatabase database, Clock clock, MeterRegistry meters, ResourceProperties properties) {
        ReferralMeters referrals = new ReferralMeters(new MongoOpenReferrals(database), clock, meters);
        return new PeriodicWork("referral-counting",
                new PeriodicWork.Task("Counting referrals", properties.sweeps().countEvery(), referrals::count));
    }

    @Bean
    @ConditionalOnProperty("twonets.catalogue.starter")
    StarterLoad catalogueHealthIndicator(
            ProviderDesk providers,
            Clerks clerks,
            CatalogueDesk desk,
            @Qualifier("deliveryHealthIndicator") HealthIndicator delivery) {
        return new StarterLoad(providers, clerks, desk, delivery);
    }
}
