package cn.twonets.intake.testing;

import cn.twonets.api.testing.StoreCalls;
import cn.twonets.api.testing.TestIssuer;
import cn.twonets.audit.file.WhoSaw;
import cn.twonets.broker.InProcessBroker;
import cn.twonets.delivery.mongo.WrittenDocuments;
import cn.twonets.delivery.spring.DeliveryProperties;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import cn.twonets.intake.IntakeApplication;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import cn.twonets.telemetry.testing.TraceCollector;
import com.mongodb.client.MongoClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service with everything it stands on, on free ports of the loopback address. */
public final class RunningIntake implements AutoCloseable {
    private static final PostId IMPORTER = new PostId("operator:411082");

    public final TestIssuer issuer = new TestIssuer();
    public final OtherService dispatch = new OtherService();
    public final OtherService resource = new OtherService();
    /** What the service tells about the work that it does. */
    public final TraceCollector traces = TraceCollector.start();
    final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int brokerPort = freePort();
    private final int controllerPort = freePort();
    private final int storePort = freePort();
    private EmbeddedStore store;
    private InProcessBroker broker;
    private Wire wire;
    private ConfigurableApplicationContext context;

    private RunningIntake() {
        try {
            folder = Files.createTempDirectory("intake-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startStore();
        startBroker();
        startService();
        awaitTopics();
        for (GridState state : Village.grid()) {
            tell(state);
        }
        awaitReady();
    }

    /** One for the whole test run: starting takes seconds. Tests keep apart by making households of their own. */
    public static RunningIntake shared() {
        return Shared.INTAKE;
    }

    /** One of its own, for tests that take something away from it; to be closed. */
    public static RunningIntake own() {
        return new RunningIntake();
    }

    private static final class Shared {
        static final RunningIntake INTAKE = new RunningIntake();
        static {
            Runtime.getRuntime().addShutdownHook(new Thread(INTAKE::close));
        }
    }

    public void startStore() {
        store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")).withPort(storePort));
    }

    public void stopStore() {
        store.close();
    }

    public void startBroker() {
        broker = InProcessBroker.start(folder.resolve("broker"), brokerPort, controllerPort);
        wire = new Wire(broker.bootstrapServers());
    }

    public void stopBroker() {
        wire.close();
        broker.close();
    }

    private void startService() {
        List<String> arguments = new ArrayList<>(issuer.arguments());
        arguments.add("--server.port=0");
        arguments.add("--management.server.port=0");
        arguments.add("--server.address=127.0.0.1");
        arguments.add("--twonets.data=" + folder);
        arguments.add("--twonets.audit.folder=" + folder.resolve("audit"));
        arguments.add("--twonets.mongo.uri=" + store.connectionString());
        arguments.add("--twonets.kafka.bootstrap-servers=" + broker.bootstrapServers());
        arguments.add("--twonets.dispatch.uri=" + dispatch.uri());
        arguments.add("--twonets.resource.uri=" + resource.uri());
        arguments.add("--twonets.tracing.enabled=true");
        // OpenTelemetry is set by its own names only, as it starts
        System.setProperty("otel.exporter.otlp.endpoint", traces.endpoint());
        System.setProperty("otel.bsp.schedule.delay", "100");
        arguments.add("--spring.config.name=intake");
        context = new SpringApplicationBuilder(IntakeApplication.class, HeardStore.class)
                .run(arguments.toArray(String[]::new));
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

    /** The folder with the keys. */
    public Path folder() {
        return folder;
    }

    /** Who was shown something of a household, as the audit tells, oldest first; refused attempts left out. */
    public List<WhoSaw.Sighting> reads(String household) {
        try {
            return WhoSaw.of(household, List.of(folder.resolve("audit")))
                    .stream()
                    .filter(sighting -> sighting.how().equals("read"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public Wire wire() {
        return wire;
    }

    /** Everything that the store's files hold. */
    public String storeConnection() {
        return store.connectionString();
    }

    /** A client that calls as this post. */
    public Client as(String post, String... roles) {
        return new Client(this, issuer.token(post, roles));
    }

    /** A client that calls with this token. */
    public Client withToken(String token) {
        return new Client(this, token);
    }

    public Client leader() {
        return as(Village.LEADER, "grid-leader");
    }

    public Client member() {
        return as(Village.MEMBER, "grid-member");
    }

    public Client otherLeader() {
        return as(Village.OTHER_LEADER, "grid-leader");
    }

    String uri(String path) {
        String port = path.startsWith("/actuator/") ? "local.management.port" : "local.server.port";
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(port) + path;
    }

    public void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> withToken("").get("/actuator/health/readiness").status() == 200);
    }

    private void awaitTopics() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> withToken("").get("/actuator/health").body().contains("\"status\"")
                        && wire.hasTopic("twonets.grid.v1"));
    }

    /** Says something of the grid, as dispatch would. */
    public void tell(GridState state) {
        wire.publish(EventFamily.GRID, happening(state), state);
    }

    private static GridEvent happening(GridState state) {
        return switch (state) {
            case GridState.Unit unit -> new GridEvent.UnitChanged("import");
            case GridState.Activation activation -> new GridEvent.TreeActivated(IMPORTER);
            case GridState.Appointment appointment -> new GridEvent.AppointmentChanged(IMPORTER, "import");
        };
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
        traces.close();
        stopBroker();
        stopStore();
        dispatch.close();
        resource.close();
        issuer.close();
        http.close();
    }
}
