package cn.twonets.dispatch;

import cn.twonets.api.testing.StoreCalls;
import cn.twonets.api.testing.TestIssuer;
import cn.twonets.api.time.OffsetFile;
import cn.twonets.broker.InProcessBroker;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.mongo.WrittenDocuments;
import cn.twonets.delivery.spring.DeliveryProperties;
import cn.twonets.dispatch.casework.CountyGrid;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.EventCodec;
import cn.twonets.grid.GridDirectory;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dispatch service as it runs in production, on a store, a broker and an issuer in this process. */
public final class RunningDispatch implements AutoCloseable {
    /** A deputy of an area's leader and of the city's. */
    static final String TWICE_DEPUTY = "deputy-leader:" + CountyGrid.CITY;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EmbeddedStore store;
    private final InProcessBroker broker;
    private final TestIssuer issuer = new TestIssuer();
    private final OffsetFile offset;
    private final KafkaProducer<byte[], byte[]> villages;
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private RunningDispatch(Path folder, Class<?>[] sources, List<String> settings) throws IOException {
        store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")));
        broker = InProcessBroker.start(folder.resolve("broker"), freePort(), freePort());
        offset = new OffsetFile(folder.resolve("clock-offset"));
        List<String> arguments = new ArrayList<>(issuer.arguments());
        arguments.addAll(List.of(
                "--spring.config.name=dispatch",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--twonets.mongo.uri=" + store.connectionString(),
                "--twonets.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--twonets.clock.offset-file=" + folder.resolve("clock-offset"),
                "--twonets.dispatch.sweep-every=100ms"));
        arguments.addAll(settings);
        context = new SpringApplicationBuilder(sources).sources(HeardStore.class)
                .run(arguments.toArray(String[]::new));
        port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port"));
        villages = new KafkaProducer<>(KafkaSettings.of(broker.bootstrapServers()).producer(),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static RunningDispatch start() {
        try {
            return new RunningDispatch(Files.createTempDirectory("dispatch-test"),
                    new Class<?>[]{DispatchApplication.class, KnownGrid.class}, List.of());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without any grid but what is imported into it. */
    public static RunningDispatch withoutGrid(String... settings) {
        try {
            return new RunningDispatch(Files.createTempDirectory("dispatch-test"),
                    new Class<?>[]{DispatchApplication.class}, List.of(settings));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Where the broker is, for other readers. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The grid of the tests, in place of the one that the grid topic carries. */
    @TestConfiguration(proxyBeanMethods = false)
    static class KnownGrid {
        @Bean
        GridDirectory gridDirectory() {
            return new CountyGrid().appoint(TWICE_DEPUTY, CountyGrid.AREA, PostCapacity.DEPUTY)
                    .appoint(TWICE_DEPUTY, CountyGrid.CITY, PostCapacity.DEPUTY)
                    .directory();
        }

        @Bean
        HealthIndicator gridHealthIndicator(GridDirectory grid) {
            return () -> grid.isReady() ? Health.up().build() : Health.down().build();
        }
    }

    /** The store as production has it, heard by the tests. */
    @TestConfiguration(proxyBeanMethods = false)
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Puts an event of another service on its topic and waits until it lies there. */
    public <H extends Happening, P extends PublicState> void publish(EventFamily<H, P> family, H happened, P state) {
        EventCodec<H, P> codec = new EventCodec<>(family);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(family.topic().topicName(),
                state.aggregate().getBytes(StandardCharsets.UTF_8), codec.data(happened, state));
        codec.headers(new EventCodec.Envelope(family.typeOf(happened).token(), state.aggregate(), state.order(),
                Instant.now(), state.aggregate(), state.aggregate(), state.grid(),
                "00000000-0000-0000-0000-000000000001", null))
                .forEach((name, value) -> record.headers().add(name, value));
        try {
            villages.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the event could not be published", e);
        }
    }

    /** Everything that lies on the topic of a family by now, decoded, in the order of its partitions. */
    public <H extends Happening, P extends PublicState> List<Event<H, P>> onTopic(EventFamily<H, P> family) {
        EventCodec<H, P> codec = new EventCodec<>(family);
        List<Event<H, P>> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                KafkaSettings.of(broker.bootstrapServers()).consumer("reader"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = reader.partitionsFor(family.topic().topicName())
                    .stream()
                    .map(one -> new org.apache.kafka.common.TopicPartition(one.topic(), one.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<org.apache.kafka.common.TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> reader.position(one) < ends.get(one))) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                    Map<String, byte[]> headers = new java.util.HashMap<>();
                    record.headers().forEach(header -> headers.put(header.key(), header.value()));
                    events.add(codec.decode(new String(record.key(), StandardCharsets.UTF_8), headers, record.value()));
                }
            }
        }
        return events;
    }

    /** Has virtual time go forward. */
    public void advance(Duration by) {
        try {
            offset.advance(by);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public TestIssuer issuer() {
        return issuer;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A token as the local issuer would give it: the role follows from the post's word. */
    public String token(String post) {
        String role = post.startsWith("assistance-office")
                ? "assistance-office"
                : post.startsWith("supervisor")
                        ? "supervisor"
                        : post.startsWith("department")
                                ? "department"
                                : post.contains("-member:") ? "grid-member" : "grid-leader";
        return issuer.token(post, role);
    }

    public Answer get(String post, String path) {
        return send(request(path).header("Authorization", "Bearer " + token(post)).GET());
    }

    public Answer post(String post, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("Authorization", "Bearer " + token(post))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(30));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = response.body().startsWith("{") ? JSON.readTree(response.body()) : null;
            return new Answer(response.statusCode(), body, response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came back; the body is null if it is no JSON object. */
    public record Answer(int status, @Nullable JsonNode json, HttpResponse<String> response) {
        public String text(String pointer) {
            return json.at(pointer).asString("");
        }
    }

    @Override
    public void close() {
        context.close();
        villages.close();
        broker.close();
        store.close();
        issuer.close();
    }
}
