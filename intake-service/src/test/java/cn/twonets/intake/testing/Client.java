package cn.twonets.intake.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks plain HTTP to the running service as one caller. */
public final class Client {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningIntake intake;
    private final String token;

    Client(RunningIntake intake, String token) {
        this.intake = intake;
        this.token = token;
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** With a fresh idempotency key. */
    public Answer post(String path, String json) {
        return post(path, json, UUID.randomUUID().toString());
    }

    public Answer post(String path, String json, String key) {
        return send("POST", path, json, "Idempotency-Key", key);
    }

    public Answer patch(String path, String json, String etag) {
        return send("PATCH", path, json, "If-Match", etag);
    }

    public Answer send(String method, String path, @Nullable String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(intake.uri(path)))
                .method(
                        method,
                        json == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        request.header("Accept-Language", "en");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(intake.http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String text(String pointer) {
            return json().at(pointer).asString("");
        }

        /** Status, kind of problem, and pointer and code of every field named: {@code 422 need-not-acceptable /category unknown-category}. */
        public String problem() {
            StringBuilder told = new StringBuilder().append(status()).append(' ')
                    .append(text("/type").replace("/problems/", ""));
            json().path("errors")
                    .forEach(error -> told.append(' ').append(error.path("pointer").asString()).append(' ')
                            .append(error.path("code").asString()));
            return told.toString();
        }
    }
}
