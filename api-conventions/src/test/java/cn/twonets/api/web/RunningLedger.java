package cn.twonets.api.web;

import cn.twonets.api.testing.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The small service, running on a free port, and a client that speaks plain HTTP. */
final class RunningLedger implements AutoCloseable {
    static final String LEADER = "village-leader:411082110213";

    private static final JsonMapper JSON = new JsonMapper();

    final TestIssuer issuer = new TestIssuer();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    RunningLedger(String... arguments) {
        List<String> all = new ArrayList<>(issuer.arguments());
        // the same option twice would be joined by a comma
        Stream.of(arguments).map(argument -> argument.substring(0, argument.indexOf('=') + 1))
                .forEach(name -> all.removeIf(argument -> argument.startsWith(name)));
        all.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
                "--spring.application.name=ledger"));
        all.addAll(List.of(arguments));
        SpringApplication application = new SpringApplicationBuilder(LedgerApplication.class).build();
        context = application.run(all.toArray(String[]::new));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    String token() {
        return issuer.token(LEADER, "grid-leader");
    }

    Call call(String method, String path) {
        return new Call(method, path).header("Authorization", "Bearer " + token());
    }

    Call anonymous(String method, String path) {
        return new Call(method, path);
    }

    @Override
    public void close() {
        context.close();
        issuer.close();
        http.close();
    }

    final class Call {
        private final HttpRequest.Builder request;
        private final String method;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Call(String method, String path) {
            this.method = method;
            request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        }

        Call header(String name, String value) {
            request.setHeader(name, value);
            return this;
        }

        Call json(String text) {
            return body(HttpRequest.BodyPublishers.ofString(text)).header("Content-Type", "application/json");
        }

        Call body(HttpRequest.BodyPublisher publisher) {
            body = publisher;
            return this;
        }

        Answer send() {
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

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text(String pointer) {
            return json().at(pointer).asString("");
        }
    }
}
