package cn.twonets.standalone.http;

import cn.twonets.events.PostId;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The product's HTTP interface as seen from this machine: calls as any post, with tokens of the local issuer. */
public final class Api {
    private static final Duration TOKEN_LASTS = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final HttpClient client;
    private final JsonMapper json = new JsonMapper();
    private final URI root;
    private final LocalTokens tokens;
    private final Map<PostId, Signed> signed = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();
    private final Duration busyFor;
    private final @Nullable String language;

    /**
     * @param root where calls go, usually the gateway
     * @param tokens makes the callers' tokens
     */
    public Api(URI root, LocalTokens tokens) {
        this(root, tokens, Transport.plain());
    }

    /**
     * @param root where calls go, usually the gateway
     * @param tokens makes the callers' tokens
     * @param transport how connections are opened
     */
    public Api(URI root, LocalTokens tokens, Transport transport) {
        this(root, tokens, transport.http().connectTimeout(Duration.ofSeconds(5)).build(), Duration.ZERO, null);
    }

    private Api(URI root, LocalTokens tokens, HttpClient client, Duration busyFor, @Nullable String language) {
        this.client = client;
        this.root = root;
        this.tokens = tokens;
        this.busyFor = busyFor;
        this.language = language;
    }

    /** The same calls, asking for words in a language ({@code Accept-Language}). */
    public Api speaking(String wanted) {
        return new Api(root, tokens, client, busyFor, wanted);
    }

    /**
     * The same calls, each sent again under the same key while the product answers that it is busy or that the outcome is
     * not known, or does not answer in time.
     *
     * @param busyFor for so long; the last answer stands
     */
    public Api patient(Duration busyFor) {
        return new Api(root, tokens, client, busyFor, language);
    }

    /**
     * The running product of a folder.
     *
     * @throws Refused if it does not answer
     */
    public static Api join(Place place) {
        var folder = place.folder();
        var ports = place.portsToJoin();
        if (!SigningKey.existsIn(folder)) {
            throw new Refused(Exit.NOT_RUNNING, "The folder " + folder.root()
                    + " holds no product yet; start it first: ./twonets up" + place.words());
        }
        Api api = new Api(
                ports.gatewayUri(),
                new LocalTokens(SigningKey.of(folder), ports.issuerUri(), Clock.systemUTC()),
                place.transport());
        api.requireRunning(place);
        return api;
    }

    private void requireRunning(Place place) {
        try {
            get(null, "/livez");
        } catch (SSLException e) {
            throw new Refused(Exit.NOT_RUNNING, "What answers at " + root + " is not whom this command trusts ("
                    + e.getMessage() + "); name its authority: --ca FILE.");
        } catch (IOException e) {
            throw new Refused(Exit.NOT_RUNNING,
                    "Nothing answers at " + root + "; start the product first: ./twonets up" + place.words());
        }
    }

    public URI root() {
        return root;
    }

    public JsonMapper json() {
        return json;
    }

    /** Reads, as a post or (null) as nobody. */
    public Answer get(@Nullable PostId as, String path) throws IOException {
        return send(as, request(path).GET(), PATIENCE);
    }

    /** Posts JSON under an idempotency key. */
    public Answer post(PostId as, String path, Object body, String idempotencyKey) throws IOException {
        return send(
                as,
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))),
                PATIENCE);
    }

    /** Posts a body of another type under an idempotency key. */
    public Answer post(PostId as, String path, byte[] body, String contentType, String idempotencyKey)
            throws IOException {
        return send(
                as,
                request(path)
                        .header("Content-Type", contentType)
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                Duration.ofMinutes(5));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .header("Accept", "application/json, application/problem+json");
        return language == null ? request : request.header("Accept-Language", language);
    }

    /** @throws ConnectException if nothing listens; any other IOException leaves the outcome unknown */
    private Answer send(@Nullable PostId as, HttpRequest.Builder request, Duration patience) throws IOException {
        if (as != null) {
            request.header("Authorization", "Bearer " + token(as));
        }
        HttpRequest whole = request.timeout(patience).build();
        Instant until = clock.instant().plus(busyFor);
        try {
            while (true) {
                try {
                    Answer answer = once(whole);
                    if (!answer.isWorthRetrying() || !clock.instant().isBefore(until)) {
                        return answer;
                    }
                } catch (HttpTimeoutException e) {
                    if (!clock.instant().isBefore(until)) {
                        throw e;
                    }
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Answer once(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(
                response.statusCode(),
                parsed(response.body()),
                response.headers().firstValue("ETag").orElse(""));
    }

    private JsonNode parsed(byte[] body) {
        if (body.length == 0) {
            return json.missingNode();
        }
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return json.createObjectNode().put("title", new String(body, StandardCharsets.UTF_8).strip());
        }
    }

    private String token(PostId as) {
        Instant now = clock.instant();
        return signed.compute(
                as,
                (post, known) -> known != null && known.until().isAfter(now.plusSeconds(60))
                        ? known
                        : new Signed(tokens.forPost(post, TOKEN_LASTS), now.plus(TOKEN_LASTS)))
                .token();
    }

    private record Signed(String token, Instant until) {}
}
