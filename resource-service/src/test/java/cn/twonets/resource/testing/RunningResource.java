package cn.twonets.resource.testing;

import cn.twonets.api.testing.StoreCalls;
import cn.twonets.api.testing.TestIssuer;
import cn.twonets.broker.InProcessBroker;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.kafka.EventPublisher;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.mongo.WrittenDocuments;
import cn.twonets.delivery.spring.DeliveryProperties;
import cn.twonets.events.AidKind;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridChecksum;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridUnit;
import cn.twonets.resource.ResourceApplication;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as it runs: real HTTP, a real broker, the embedded store, tokens, a stub of the household register. */
public final class RunningResource implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    public final TestIssuer issuer = new TestIssuer();
    public final StubRegister register = new StubRegister();
    private final EmbeddedStore store;
    private final InProcessBroker broker;
    private final ConfigurableApplicationContext context;
    private final EventPublisher publisher;
    private final InMemoryAggregates<CaseState, CaseEvent, CaseState> dispatch;
    private final HttpClient http = HttpClient.newHttpClient();

    public RunningResource(Path folder) {
        store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")));
        broker = InProcessBroker.start(folder.resolve("kafka"), freePort(), freePort());
        List<String> arguments = new ArrayList<>(issuer.arguments());
        arguments.addAll(List.of(
                "--spring.config.name=resource",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--twonets.mongo.uri=" + store.connectionString(),
                "--twonets.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--twonets.intake.uri=" + register.uri(),
                "--twonets.dispatch.uri=http://127.0.0.1:" + freePort(),
                "--twonets.client.secret-file=" + StubRegister.secretIn(folder),
                "--twonets.client.tokens=" + register.uri() + "/token",
                "--twonets.catalogue.starter=true",
                "--twonets.sweeps.due-every=200ms",
                "--twonets.sweeps.capacity-every=200ms",
                "--twonets.sweeps.facts-retry=500ms"));
        context = new SpringApplicationBuilder(ResourceApplication.class, SmallGrid.class, HeardStore.class)
                .run(arguments.toArray(String[]::new));
        publisher = new EventPublisher(new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
        dispatch = new InMemoryAggregates<>(
                new AggregateKind<>("cases", CaseState.class, EventFamily.CASE, state -> state),
                publisher, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /** A grid of one village way up to the city, with the posts that the tests act as. */
    @Configuration(proxyBeanMethods = false)
    static class SmallGrid {
        @Bean
        GridDirectory gridDirectory() {
            Instant since = Instant.parse("2020-01-01T00:00:00Z");
            List<GridCode> down = Cases.pathUp().reversed();
            List<GridLevel> levels = List.of(GridLevel.CITY, GridLevel.TOWN, GridLevel.VILLAGE, GridLevel.GROUP);
            List<GridState> states = new ArrayList<>();
            List<GridUnit> units = new ArrayList<>();
            for (int i = 0; i < down.size(); i++) {
                GridState.Unit unit = new GridState.Unit(new EventOrder(0, 1), 1, down.get(i), "单元", levels.get(i),
                        i == 0 ? null : down.get(i - 1), since, null, List.of());
                states.add(unit);
                units.add(GridUnit.of(unit));
            }
            GridCode other = new GridCode("411082101");
            GridState.Unit elsewhere = new GridState.Unit(new EventOrder(0, 1), 1, other, "别处", GridLevel.TOWN,
                    Cases.CITY, since, null, List.of());
            states.add(elsewhere);
            units.add(GridUnit.of(elsewhere));
            states.add(new GridState.Activation(new EventOrder(0, 1), 1, units.size(), GridChecksum.of(units)));
            states.add(appointment("a1", Cases.VILLAGE, "village-leader:411082100203", since));
            states.add(appointment("a2", other, "town-leader:411082101", since));
            states.add(appointment("a3", Cases.CITY, "assistance-office:411082", since));
            states.add(appointment("a4", Cases.CITY, "supervisor:411082", since));
            return GridDirectory.of(states);
        }

        private static GridState appointment(String id, GridCode unit, String post, Instant since) {
            return new GridState.Appointment(new EventOrder(0, 1), new AppointmentId(id), unit, new PostId(post),
                    PostCapacity.LEADER, since, null, List.of());
        }
    }

    /** The store as production has it, heard by the tests. */
    @Configuration(proxyBeanMethods = false)
    static class HeardStore {
        @Bean
        StoreCalls storeCalls() {
            return new StoreCalls();
        }

        @Bean(destroyMethod = "close")
        MongoClient mongoClient(DeliveryProperties properties, MeterRegistry meters, StoreCalls calls) {
            return cn.twonets.delivery.mongo.StoreSettings.open(properties.mongo().uri(), properties.mongo().database(),
                    new WrittenDocuments(meters), calls);
        }
    }

    /** Publishes the state of a case, as dispatch would, after the opening if that was not said yet; repeats say nothing. */
    public void say(CaseState state) {
        dispatch.change(state.need().value(), Change.of(new Cause("test", null), current -> {
            if (current != null && !state.order().isAfter(current.order())) {
                return Decision.unchanged(current);
            }
            CaseState opening = Cases.open(state.need().value(), state.aidKinds().toArray(AidKind[]::new));
            return Decision.changed(
                    (current == null && state.order().sequence() > 1 ? Stream.of(opening, state) : Stream.of(state))
                            .map(one -> new Decision.Step<>(Cases.happened(one), one))
                            .toList(),
                    state);
        }), Publish.BEFORE_RETURN);
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public String storeUri() {
        return store.connectionString();
    }

    /** A call by the clerk of a provider. */
    public Call clerk(String provider, String method, String path) {
        return as("department:" + provider, "department", method, path);
    }

    /** A call by the village leader of the grid. */
    public Call leader(String method, String path) {
        return as("village-leader:411082100203", "grid-leader", method, path);
    }

    public Call as(String post, String role, String method, String path) {
        return new Call(method, path).header("Authorization", "Bearer " + issuer.token(post, role));
    }

    public Call anonymous(String method, String path) {
        return new Call(method, path);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        publisher.close();
        broker.close();
        store.close();
        register.close();
        issuer.close();
        http.close();
    }

    /** One HTTP call. */
    public final class Call {
        private final HttpRequest.Builder request;
        private final String method;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Call(String method, String path) {
            this.method = method;
            this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        }

        public Call header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        public Call json(String text) {
            body = HttpRequest.BodyPublishers.ofString(text);
            return header("Content-Type", "application/json");
        }

        public Answer send() {
            try {
                return new Answer(
                        http.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** What was answered. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String text(String pointer) {
            return json().at(pointer).asString("");
        }
    }
}
