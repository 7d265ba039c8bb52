package cn.twonets.telemetry.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import cn.twonets.telemetry.testing.TraceCollector;
import cn.twonets.telemetry.testing.TraceCollector.Received;
import cn.twonets.telemetry.traces.otel.OpenTelemetryTracing;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks a real server, and tells a real collector. */
class TracedClientTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String ROUTE = "/states/{id}";

    private final TraceCollector collector = TraceCollector.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> sentAlong = new CopyOnWriteArrayList<>();
    private HttpServer other;

    @BeforeEach
    void start() throws IOException {
        System.setProperty(ENDPOINT, collector.endpoint());
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            sentAlong.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().endsWith("gone") ? 404 : 200, -1);
            exchange.close();
        });
        other.start();
    }

    @AfterEach
    void stop() {
        TraceContext.leave();
        System.clearProperty(ENDPOINT);
        http.close();
        other.stop(0);
        collector.close();
    }

    private int ask(Tracing tracing, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + other.getAddress().getPort() + path);
        return new TracedClient(http, tracing)
                .send(HttpRequest.newBuilder(address), ROUTE, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void sendsItsOwnSpanAlongWithinTheTraceOfItsThread() throws IOException, InterruptedException {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing("dispatch")) {
            TraceContext.enter(PARENT);
            assertThat(ask(tracing, "/states/4711?name=CANARY")).isEqualTo(200);
        }
        assertThat(collector.spans()).hasSize(1);
        Received span = collector.spans().getFirst();
        assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
        assertThat(span.name()).isEqualTo("GET " + ROUTE);
        assertThat(span.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.failed()).isFalse();
        assertThat(span.attributes()).containsEntry("http.response.status_code", "200");
        assertThat(span.toString()).doesNotContain("4711").doesNotContain("CANARY");
        assertThat(sentAlong).containsExactly("00-" + TRACE + "-" + span.id() + "-01");
    }

    @Test
    void tellsOfRefusalsAndOfNoAnswerAtAll() throws IOException, InterruptedException {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing("dispatch")) {
            assertThat(ask(tracing, "/states/gone")).isEqualTo(404);
            other.stop(0);
            assertThatIOException().isThrownBy(() -> ask(tracing, "/states/4711"));
        }
        assertThat(collector.spans()).extracting(Received::failed).containsExactly(true, true);
        assertThat(collector.spans().getFirst().attributes()).containsEntry("error.type", "404");
        assertThat(collector.spans().getLast().attributes().get("error.type")).startsWith("java.net.");
    }

    @Test
    void passesTheTraceOnWhereNothingIsRecorded() throws IOException, InterruptedException {
        TraceContext.enter(PARENT);
        ask(Tracing.OFF, "/states/4711");
        TraceContext.leave();
        ask(Tracing.OFF, "/states/4711");

        assertThat(sentAlong).containsExactly(PARENT, "null");
    }

    @Test
    void followsWorkToAnotherThreadOnlyWhereItIsCarried() throws Exception {
        TraceContext.enter(PARENT);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            assertThat(threads.submit(TraceContext.carried(TraceContext::current)).get()).isEqualTo(PARENT);
            assertThat(threads.submit(TraceContext::current).get()).isNull();
        }
    }
}
