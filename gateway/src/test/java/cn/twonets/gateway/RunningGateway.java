package cn.twonets.gateway;

import cn.twonets.api.testing.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway on a free port before three stubs, and a client that speaks plain HTTP. */
final class RunningGateway implements AutoCloseable {
    static final String MEMBER = "village-member:411082110213";

    private static final JsonMapper JSON = new JsonMapper();

    final TestIssuer issuer = new TestIssuer();
    final StubBackend intake = new StubBackend();
    final StubBackend dispatch = new StubBackend();
    final StubBackend resource = new StubBackend();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    RunningGateway(String... arguments) {
        List<String> all = new ArrayList<>(issuer.arguments());
        all.addAll(List.of("--server.port=0", "--management.server.port=0", "--server.address=127.0.0.1",
                "--twonets.intake.uri=" + intake.uri(),
                "--twonets.dispatch.uri=" + dispatch.uri(), "--twonets.resource.uri=" + resource.uri()));
        all.addAll(List.of(arguments));
        context = GatewayApplication.start(all.toArray(String[]::new));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private int port(String path) {
        return path.startsWith("/actuator/")
                ? context.getEnvironment().getRequiredProperty("local.management.port", Integer.class)
                : port();
    }

    List<StubBackend> backends() {
        return List.of(intake, dispatch, resource);
    }

    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + issuer.token(MEMBER, "grid-member"));
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(path) + path));
    }

    Answer get(String path) {
        return send(request(path));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes that no well-behaved client would, and reads until the connection ends. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends a part of a request, owes the rest, and reads until the door hangs up. */
    String owing(String part) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        context.close();
        backends().forEach(StubBackend::close);
        issuer.close();
        http.close();
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return String.join("|", response.headers().allValues(name));
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text(String pointer) {
            return json().at(pointer).asString("");
        }
    }
}
