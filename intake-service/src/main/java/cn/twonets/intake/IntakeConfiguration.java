package cn.twonets.intake;

import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.api.web.TracedRequests;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.Categories;
import cn.twonets.events.EventFamily;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.UnitLookup;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.households.Vault;
import cn.twonets.intake.households.json.JsonVault;
import cn.twonets.intake.households.mongo.StoredHouseholds;
import cn.twonets.intake.households.web.DispatchUnits;
import cn.twonets.intake.households.web.FactsController;
import cn.twonets.intake.households.web.MergePatch;
import cn.twonets.intake.households.web.PersonalKeys;
import cn.twonets.intake.needs.CaseFollower;
import cn.twonets.intake.needs.CaseFollowing;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.needs.mongo.StoredNeeds;
import cn.twonets.intake.needs.web.Actors;
import cn.twonets.intake.needs.web.TimelineSource;
import cn.twonets.intake.needs.web.Timelines;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Puts the intake service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IntakeSettings.class)
class IntakeConfiguration {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Bean
    Categories categories() {
        return CategoriesReader.starter();
    }

    @Bean
    MongoAggregates<Household, HouseholdEvent, HouseholdState> householdAggregates(AggregateStores stores) {
        return stores.of(StoredHouseholds.KIND, StoredHouseholds.indexes());
    }

    @Bean
    MongoAggregates<Need, NeedEvent, NeedState> needAggregates(AggregateStores stores) {
        return stores.of(StoredNeeds.KIND, StoredNeeds.indexes());
    }

    @Bean
    Households households(MongoAggregates<Household, HouseholdEvent, HouseholdState> aggregates) {
        return new StoredHouseholds(aggregates);
    }

    @Bean
    Needs needs(MongoAggregates<Need, NeedEvent, NeedState> aggregates) {
        return new StoredNeeds(aggregates);
    }

    @Bean
    Vault vault(Safe safe) {
        return new JsonVault(safe);
    }

    @Bean
    UnitLookup unitLookup(IntakeSettings settings, Transport transport, Tracing tracing) {
        return new DispatchUnits(client("twonets.dispatch.uri", settings.dispatch(), transport, tracing));
    }

    @Bean
    HouseholdRegister householdRegister(MongoAggregates<Household, HouseholdEvent, HouseholdState> aggregates,
            Households households, Vault vault, Safe safe, GridDirectory grid, UnitLookup unitLookup, Clock clock) {
        return new HouseholdRegister(aggregates, households, vault, safe, grid, unitLookup, clock);
    }

    @Bean
    NeedDesk needDesk(MongoAggregates<Need, NeedEvent, NeedState> aggregates, Needs needs, Households households,
            Categories categories, GridDirectory grid, Safe safe, Clock clock) {
        return new NeedDesk(aggregates, needs, households, categories, grid, safe, clock);
    }

    @Bean
    Subscription<CaseEvent, CaseState> cases(MongoAggregates<Need, NeedEvent, NeedState> needs, MeterRegistry meters) {
        CaseFollower follower = new CaseFollower(
                needs,
                (followed, count) -> meters.counter("twonets.cases.followed", "outcome", followed.name())
                        .increment(count));
        return new Subscription<>(EventFamily.CASE, "intake", follower, follower);
    }

    @Bean
    CaseFollowing caseFollowing(
            Subscription<CaseEvent, CaseState> cases, MongoAggregates<Need, NeedEvent, NeedState> needs) {
        return new CaseFollowing(cases, needs);
    }

    @Bean
    Actors actors(GridDirectory grid, Clock clock) {
        return new Actors(grid, clock);
    }

    @Bean
    MergePatch mergePatch(JsonMapper json) {
        return new MergePatch(json);
    }

    @Bean
    PersonalKeys personalKeys(Clock clock) {
        return new PersonalKeys(clock);
    }

    /** What creates out of a client's key; a batch asks for each of its items. First, so that no audit keeps the digest. */
    @Bean
    WebMvcConfigurer noPersonalKeys(PersonalKeys keys) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(keys)
                        .addPathPatterns("/api/v1/households", "/api/v1/needs")
                        .order(Ordered.HIGHEST_PRECEDENCE);
            }
        };
    }

    @Bean
    FactsController factsController(HouseholdRegister register, NeedDesk desk, SensitiveReads reads,
            MeterRegistry meters) {
        return new FactsController(register, desk::households, reads, meters);
    }

    @Bean
    Timelines timelines(NeedDesk desk, List<TimelineSource> sources, JsonMapper json) {
        return new Timelines(desk, sources, json);
    }

    /** Dispatch must know a need once it was heard about it. */
    @Bean
    @Order(1)
    TimelineSource dispatchTimeline(IntakeSettings settings, Transport transport, Tracing tracing) {
        return new TimelineSource(
                "dispatch",
                client("twonets.dispatch.uri", settings.dispatch(), transport, tracing),
                "/api/v1/cases/{id}/timeline",
                need -> need.progress() != null);
    }

    /** The resource side may not have looked at a need yet. */
    @Bean
    @Order(2)
    TimelineSource resourceTimeline(IntakeSettings settings, Transport transport, Tracing tracing) {
        return new TimelineSource(
                "resource",
                client("twonets.resource.uri", settings.resource(), transport, tracing),
                "/api/v1/referrals/{id}/timeline",
                need -> false);
    }

    private static RestClient client(String setting, IntakeSettings.Peer peer, Transport transport, Tracing tracing) {
        transport.require(setting, URI.create(peer.uri()));
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                transport.http().connectTimeout(PATIENCE).build());
        requests.setReadTimeout(PATIENCE);
        return RestClient.builder()
                .baseUrl(peer.uri())
                .requestFactory(requests)
                .requestInterceptor(new TracedRequests(tracing))
                .requestInterceptor(new BoundedAnswers())
                .build();
    }
}
