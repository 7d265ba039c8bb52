package cn.twonets.gateway.deadletters;

import cn.twonets.api.web.RequestCause;
import cn.twonets.events.peers.BoundedAnswer;
import cn.twonets.gateway.routes.Backend;
import cn.twonets.gateway.routes.BackendUris;
import cn.twonets.gateway.routes.PatienceSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a service in the name of the caller: with the caller's token, language, key and cause, and nothing else. */
@Component
class ServiceCalls {
    private static final List<String> PASSED = List.of("Authorization", "Accept-Language", "Idempotency-Key");

    private final HttpClient http;
    private final BackendUris uris;
    private final PatienceSettings patience;
    private final JsonMapper json;

    ServiceCalls(HttpClient backendClient, BackendUris uris, PatienceSettings patience, JsonMapper json) {
        this.http = backendClient;
        this.uris = uris;
        this.patience = patience;
        this.json = json;
    }

    /** What a service answered. */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status == 200;
        }

        /** Whether the service is there but cannot answer now. */
        boolean isAway() {
            return status >= 500;
        }
    }

    /** Empty if the service cannot be reached or gives no proper answer in time. */
    Optional<Answer> get(Backend backend, String pathAndQuery, HttpServletRequest caller) {
        return send(backend, pathAndQuery, null, caller);
    }

    /** As {@link #get}; nothing is known about what took effect then. */
    Optional<Answer> post(Backend backend, String path, JsonNode body, HttpServletRequest caller) {
        return send(backend, path, body, caller);
    }

    private Optional<Answer> send(
            Backend backend,
            String path,
            @Nullable JsonNode body,
            HttpServletRequest caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uris.of(backend).resolve(path))
                .timeout(patience.answer())
                .header("Accept", "application/json, application/problem+json");
        for (String name : PASSED) {
            String value = caller.getHeader(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        RequestCause cause = RequestCause.current();
        request.header(RequestCause.CORRELATION_HEADER, cause.correlationId());
        request.header(RequestCause.TRACE_HEADER, cause.traceparent());
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BoundedAnswer.upTo(BoundedAnswer.USUAL));
            return Optional.of(new Answer(answer.statusCode(), json.readTree(answer.body())));
        } catch (IOException | JacksonException away) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
