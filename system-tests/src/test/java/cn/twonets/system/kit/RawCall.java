package cn.twonets.system.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A call as a client may get it wrong: any method, any headers, any body. */
public final class RawCall {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpRequest.Builder request;

    private RawCall(URI uri) {
        this.request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    }

    public static RawCall to(URI root, String path) {
        return new RawCall(root.resolve(path));
    }

    public RawCall header(String name, String value) {
        request.header(name, value);
        return this;
    }

    /** Gives up after so long; thirty seconds by itself. */
    public RawCall patience(Duration patience) {
        request.timeout(patience);
        return this;
    }

    public RawCall bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public RawCall body(String method, String contentType, byte[] body) {
        request.header("Content-Type", contentType).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        return this;
    }

    public Response send() throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode body = type.contains("json") && !response.body().isBlank()
                ? JSON.readTree(response.body())
                : JSON.missingNode();
        return new Response(response.statusCode(), type, body, response.headers().map().entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT),
                        entry -> entry.getValue().getFirst())));
    }

    /** What came back. */
    public record Response(int status, String contentType, JsonNode body, Map<String, String> headers) {
        /** The pointers of the fields that the problem names. */
        public String pointers() {
            StringBuilder pointers = new StringBuilder();
            body.path("errors").forEach(error -> pointers.append(error.path("pointer").asString("")).append(' '));
            return pointers.toString().strip();
        }
    }
}
