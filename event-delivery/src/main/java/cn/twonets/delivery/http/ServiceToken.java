package cn.twonets.delivery.http;

import cn.twonets.events.peers.BoundedAnswer;
import cn.twonets.telemetry.traces.TracedClient;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** This service's own token, by client credentials (RFC 6749, 4.4); kept until a minute before it ends. */
public final class ServiceToken {
    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 64 * 1024;
    /** Whatever path the issuer has for it. */
    private static final String ROUTE = "token";

    private final ClientSettings settings;
    private final TracedClient http;
    private final JsonMapper json;
    private @Nullable String token;
    private long endsAtNanos;

    public ServiceToken(ClientSettings settings, TracedClient http, JsonMapper json) {
        this.settings = settings;
        this.http = http;
        this.json = json;
    }

    private record Answer(
            @JsonProperty("access_token") String accessToken, @JsonProperty("expires_in") long expiresIn) {}

    /** @throws IOException if no token can be had */
    public synchronized String get() throws IOException, InterruptedException {
        String kept = token;
        if (kept != null && System.nanoTime() - endsAtNanos < 0) {
            return kept;
        }
        long asked = System.nanoTime();
        HttpResponse<byte[]> response = http.send(request(), ROUTE, BoundedAnswer.upTo(MOST_BYTES));
        if (response.statusCode() != 200) {
            throw new TokenUnavailableException("the issuer answered " + response.statusCode());
        }
        Answer answer = json.readValue(response.body(), Answer.class);
        token = answer.accessToken();
        endsAtNanos = asked + Duration.ofSeconds(answer.expiresIn()).minus(EARLY).toNanos();
        return answer.accessToken();
    }

    /** After it was refused. */
    public synchronized void forget() {
        token = null;
    }

    private HttpRequest.Builder request() throws IOException {
        if (settings.secretFile() == null) {
            throw new TokenUnavailableException("no client secret was given");
        }
        String secret = Files.readString(settings.secretFile()).strip();
        String pair = URLEncoder.encode(settings.clientId(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(settings.tokens())
                .timeout(settings.limit())
                .header("Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"));
    }
}
