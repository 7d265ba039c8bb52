package cn.twonets.delivery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Dwelling;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.PublishingFailedException;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.kafka.BrokerKit;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.EventFamily;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.Topic;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import cn.twonets.transport.spring.TransportAutoConfiguration;
import com.mongodb.MongoException;
import com.mongodb.client.model.Indexes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Each test has a broker of its own, so they run beside each other: they mostly wait. */
@Execution(ExecutionMode.CONCURRENT)
class DeliveryAutoConfigurationTest {
    @TempDir
    Path brokerFolder;
    @TempDir
    Path storeFolder;
    private BrokerKit broker;
    private EmbeddedStore store;
    private int storePort;

    @BeforeEach
    void prepare() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new BrokerKit(brokerFolder);
        store = EmbeddedStore.open(StoreSettings.in(storeFolder));
        storePort = store.address().getPort();
    }

    @AfterEach
    void stop() {
        broker.close();
        store.close();
    }

    private ConfigurableApplicationContext service() {
        return new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(
                        "--spring.main.banner-mode=off",
                        "--spring.jmx.enabled=false",
                        "--twonets.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--twonets.mongo.uri=mongodb://127.0.0.1:" + storePort,
                        "--twonets.mongo.database=delivery",
                        "--twonets.delivery.clear-every=100ms",
                        "--twonets.delivery.sweep-every=200ms",
                        "--twonets.delivery.sweep-age=1s");
    }

    @Test
    void acceptsWhileTheBrokerIsAwayAndDeliversOnceItIsThere() {
        try (ConfigurableApplicationContext service = service()) {
            MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = dwellings(service);
            for (int i = 0; i < 20; i++) {
                assertThat(dwellings.change("h-" + i, Dwelling.change("h-" + i, 2), Publish.SOON))
                        .isInstanceOf(Changed.Decided.class);
            }
            assertThat(status(service, "deliveryHealthIndicator")).isEqualTo(Status.DOWN);
            assertThat(status(service, "storeHealthIndicator")).isEqualTo(Status.UP);
            broker.start();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(service.getBean(Seen.class).ids()).hasSize(20));
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(status(service, "deliveryHealthIndicator")).isEqualTo(Status.UP));
            assertThat(onTopic()).hasSize(40);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(dwellings.find("h-7").orElseThrow().unpublished()).isNull());
        }
    }

    @Test
    void deliversWhatWasWrittenWhileTheBrokerHadFailed() {
        broker.start();
        try (ConfigurableApplicationContext service = service()) {
            MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = dwellings(service);
            dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
            Awaitility.await().untilAsserted(() -> assertThat(service.getBean(Seen.class).ids()).contains("h-1"));
            broker.stop();
            assertThatThrownBy(() -> dwellings.change("h-2", Dwelling.change("h-2"), Publish.BEFORE_RETURN))
                    .isInstanceOf(PublishingFailedException.class);
            dwellings.change("h-1", Dwelling.change("h-1", 2), Publish.SOON);
            broker.start();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(onTopic())
                                    .containsExactlyInAnyOrder("h-1/0.1", "h-1/0.2", "h-1/0.3", "h-2/0.1"));
        }
    }

    @Test
    void aFreshInstanceDeliversWhatAStoppedOneLeftBehind() {
        try (ConfigurableApplicationContext stopping = service()) {
            dwellings(stopping).change("h-1", Dwelling.change("h-1", 3), Publish.SOON);
        }
        broker.start();
        try (ConfigurableApplicationContext service = service()) {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(service.getBean(Seen.class).ids()).contains("h-1"));
            assertThat(onTopic()).containsExactlyInAnyOrder("h-1/0.1", "h-1/0.2", "h-1/0.3");
        }
    }

    @Test
    void startsWhileTheStoreIsAwayAndIsReadyOnceItIsThere() {
        broker.start();
        store.close();
        try (ConfigurableApplicationContext service = service()) {
            assertThat(status(service, "storeHealthIndicator")).isEqualTo(Status.DOWN);
            assertThatThrownBy(() -> dwellings(service).change("h-1", Dwelling.change("h-1"), Publish.SOON))
                    .isInstanceOf(MongoException.class);
            store = EmbeddedStore.open(StoreSettings.in(storeFolder).withPort(storePort));
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(status(service, "deliveryHealthIndicator")).isEqualTo(Status.UP));
            dwellings(service).change("h-1", Dwelling.change("h-1"), Publish.BEFORE_RETURN);
            assertThat(onTopic()).containsExactly("h-1/0.1");
        }
    }

    @Test
    void makesEveryTopicAndTheDeadLettersOfItsConsumers() throws Exception {
        broker.start();
        try (ConfigurableApplicationContext service = service();
                Admin admin = Admin.create(broker.settings().admin())) {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(status(service, "deliveryHealthIndicator")).isEqualTo(Status.UP));
            assertThat(admin.listTopics().names().get()).contains("twonets.households.v1.tests.dlt")
                    .containsAll(List.of(Topic.values()).stream().map(Topic::topicName).toList());
            assertThat(
                    admin.describeTopics(List.of(Topic.GRID.topicName()))
                            .allTopicNames()
                            .get()
                            .get(Topic.GRID.topicName())
                            .partitions())
                    .hasSize(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings(
            ConfigurableApplicationContext service) {
        return service.getBean(MongoAggregates.class);
    }

    private static Status status(ConfigurableApplicationContext service, String indicator) {
        return service.getBean(indicator, HealthIndicator.class).health(true).getStatus();
    }

    /** The distinct events on the topic, as {@code <aggregate>/<order>}. */
    private Set<String> onTopic() {
        return broker.read(Topic.HOUSEHOLDS.topicName())
                .stream()
                .map(record -> new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .map(id -> id.substring("/twonets/intake/".length()))
                .collect(Collectors.toSet());
    }

    record Seen(Set<String> ids) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DeliveryAutoConfiguration.class, TransportAutoConfiguration.class})
    static class Service {
        @Bean
        MongoAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings(AggregateStores stores) {
            return stores.of(Dwelling.KIND, Indexes.ascending("state.unit"));
        }

        @Bean
        Seen seen() {
            return new Seen(ConcurrentHashMap.newKeySet());
        }

        @Bean
        Subscription<HouseholdEvent, HouseholdState> households(Seen seen) {
            return new Subscription<>(
                    EventFamily.HOUSEHOLD,
                    "tests",
                    newest -> newest.forEach(event -> seen.ids().add(event.key())));
        }
    }
}
