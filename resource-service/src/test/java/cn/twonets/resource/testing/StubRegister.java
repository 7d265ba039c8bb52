package cn.twonets.resource.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A household register and a token endpoint over real HTTP, which can be told to fail or to hang. */
public final class StubRegister implements AutoCloseable {
    public enum Mood {
        ANSWERS, FAILS, HANGS, BABBLES, KNOWS_NOBODY
    }

    public volatile Mood mood = Mood.ANSWERS;
    public volatile String facts = "{\"dwelling-grade\":\"D\",\"income-per-head-fen\":320000,\"members\":2}";
    /** It hangs when it is asked for more needs at once. */
    public volatile int answersAtMost = Integer.MAX_VALUE;
    public final AtomicInteger questions = new AtomicInteger();
    public final AtomicInteger tokens = new AtomicInteger();
    public final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());
    public final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    public final List<String> traces = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    private final JsonMapper json = new JsonMapper();

    public StubRegister() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", this::token);
        server.createContext("/internal/facts", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The file with the client's secret. */
    public static Path secretIn(Path folder) {
        try {
            return Files.writeString(folder.resolve("client.secret"), "stub-secret\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        tokens.incrementAndGet();
        send(exchange, 200, "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                .formatted(tokens.get()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        questions.incrementAndGet();
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String trace = exchange.getRequestHeaders().getFirst("traceparent");
        traces.add(trace == null ? "none" : trace);
        JsonNode question = json.readTree(exchange.getRequestBody().readAllBytes());
        asked.add(question);
        switch (question.path("needs").size() > answersAtMost ? Mood.HANGS : mood) {
            case ANSWERS -> send(exchange, 200, "{\"items\":[" + String.join(",", items(question)) + "]}");
            case KNOWS_NOBODY -> send(exchange, 200, "{\"items\":[]}");
            case FAILS -> send(exchange, 503, "{}");
            case BABBLES -> send(exchange, 200, "{\"items\":[{\"canary-secret\"");
            case HANGS -> {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
        }
    }

    private List<String> items(JsonNode question) {
        List<String> items = new ArrayList<>();
        question.path("needs").forEach(need -> items.add(
                "{\"need\":\"%s\",\"facts\":%s}".formatted(need.asString(), facts)));
        return items;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
