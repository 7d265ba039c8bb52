package cn.twonets.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.AdjustableClock;
import cn.twonets.delivery.Dwelling;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.ScriptedSink;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.EventFamily;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.StructuredEvent;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a scripted owner over real HTTP. */
class OwnersTest {
    private static final String ID = "household-0001";

    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final LinkedBlockingDeque<Scripted> answers = new LinkedBlockingDeque<>();
    private final HttpServer server = server();
    private @Nullable Owners owners;
    private @Nullable OwnerStates<HouseholdEvent, HouseholdState> states;

    private record Scripted(int status, String body) {}

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", exchange -> send(exchange, 200,
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
        server.createContext("/internal/states", exchange -> {
            traces.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            Scripted next = answers.size() > 1 ? answers.remove() : answers.element();
            send(exchange, next.status(), next.body());
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Path secret = Files.writeString(folder.resolve("secret"), "s");
        owners = new Owners(new ClientSettings(address.resolve("/token"), "dispatch-service", secret,
                Duration.ofSeconds(30)), Map.of("intake", address), Transport.plain(), Tracing.OFF);
        states = owners.of(EventFamily.HOUSEHOLD);
    }

    @AfterEach
    void stop() {
        owners.close();
        server.stop(0);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String event() {
        InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings = new InMemoryAggregates<>(
                Dwelling.KIND, new ScriptedSink(), new AdjustableClock(), new SimpleMeterRegistry());
        dwellings.change(ID, Dwelling.change(ID, 2), Publish.BEFORE_RETURN);
        OutgoingEvent newest = dwellings.newest(dwellings.find(ID).orElseThrow()).orElseThrow();
        return EventCodec.mapper().writeValueAsString(StructuredEvent.of(newest.headers(), newest.value()));
    }

    @Test
    void findsOneWithATokenOfItsOwn() {
        answers.add(new Scripted(200, event()));

        assertThat(states.find(ID)).hasValueSatisfying(
                found -> assertThat(found.state().order().sequence()).isEqualTo(2));
        assertThat(asked).containsExactly("/internal/states/" + ID + "?topic=twonets.households.v1 Bearer t");
    }

    @Test
    void asksAsPartOfTheTraceThatItsThreadWorksOn() {
        answers.add(new Scripted(200, event()));
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        TraceContext.enter(trace);
        try {
            states.find(ID);
        } finally {
            TraceContext.leave();
        }
        states.find(ID);

        assertThat(traces).containsExactly(trace, "null");
    }

    @Test
    void findsNoneWhereTheOwnerKnowsNone() {
        answers.add(new Scripted(404, "{}"));

        assertThat(states.find("gone")).isEmpty();
    }

    @Test
    void walksPagesAndNamesWhatItCannotRead() {
        answers.add(new Scripted(200, "{\"items\":[" + event() + ",{\"id\":\"strange\"}],\"next\":\"b\","
                + "\"topicEnds\":{\"0\":7,\"5\":0}}"));
        answers.add(new Scripted(200, "{\"items\":[]}"));

        OwnerStates.Page<HouseholdEvent, HouseholdState> first = states.walk(null, 2);
        OwnerStates.Page<HouseholdEvent, HouseholdState> last = states.walk(first.next(), 2);

        assertThat(first.states()).hasSize(1);
        assertThat(first.unreadable()).containsExactly("strange");
        assertThat(first.topicEnds()).isEqualTo(Map.of(0, 7L, 5, 0L));
        assertThat(last.states()).isEmpty();
        assertThat(last.next()).isNull();
        assertThat(asked.getLast()).contains("&limit=2&after=b ");
    }

    @Test
    void triesAReadAgainThatFailed() {
        answers.add(new Scripted(503, "{}"));
        answers.add(new Scripted(200, event()));

        assertThat(states.find(ID)).isPresent();
        assertThat(asked).hasSize(2);
    }

    @Test
    void stopsAskingAnOwnerThatKeepsFailing() {
        answers.add(new Scripted(500, "{}"));

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> states.find(ID)).isInstanceOf(OwnerUnavailableException.class)
                    .hasMessageContaining("intake");
        }
        assertThat(asked).hasSize(5);
    }

    @Test
    void neverTakesARefusalForAnAnswer() {
        answers.add(new Scripted(403, "{}"));

        assertThatThrownBy(() -> states.walk(null, 10)).isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("403");
        assertThatThrownBy(() -> owners.of(EventFamily.AID)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twonets.resource.uri");
    }
}
