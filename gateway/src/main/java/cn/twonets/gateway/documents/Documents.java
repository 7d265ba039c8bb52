package cn.twonets.gateway.documents;

import cn.twonets.events.peers.BoundedAnswer;
import cn.twonets.gateway.routes.Backend;
import cn.twonets.gateway.routes.BackendUris;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services' documents, fetched when somebody asks and kept for a minute; the last known one if a service is away. A
 * service that does not answer is left alone for a while, since those who ask wait for each other. What is not a document
 * of paths and components counts as no answer.
 */
@Component
class Documents {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final HttpClient http;
    private final BackendUris uris;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();
    private final Map<Backend, Fetched> known = new EnumMap<>(Backend.class);

    private final Map<Backend, Instant> failed = new EnumMap<>(Backend.class);

    private record Fetched(JsonNode document, Instant at) {}

    Documents(HttpClient backendClient, BackendUris uris, Clock clock) {
        this.http = backendClient;
        this.uris = uris;
        this.clock = clock;
    }

    /** One document of all that can be had. */
    synchronized ObjectNode merged() {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            document(backend).ifPresentOrElse(found -> documents.put(backend.id(), found),
                    () -> missing.add(backend.id()));
        }
        return MergedDocument.of(documents, missing);
    }

    private Optional<JsonNode> document(Backend backend) {
        Fetched last = known.get(backend);
        Instant now = clock.instant();
        Instant tried = failed.get(backend);
        boolean leftAlone = tried != null && now.isBefore(tried.plus(BETWEEN_TRIES));
        if (!leftAlone && (last == null || !now.isBefore(last.at().plus(KEPT)))) {
            fetch(backend).ifPresentOrElse(document -> {
                known.put(backend, new Fetched(document, clock.instant()));
                failed.remove(backend);
            }, () -> failed.put(backend, clock.instant()));
        }
        return Optional.ofNullable(known.get(backend)).map(Fetched::document);
    }

    private static boolean isDocument(JsonNode answer) {
        JsonNode components = answer.path("components");
        return answer.path("paths").isObject()
                && (components.isMissingNode() || components.isObject())
                && components.properties().stream().allMatch(kind -> kind.getValue().isObject())
                && answer.path("paths").properties().stream().allMatch(path -> path.getValue().isObject());
    }

    private Optional<JsonNode> fetch(Backend backend) {
        HttpRequest request = HttpRequest
                .newBuilder(uris.of(backend).resolve("/openapi/" + backend.id() + ".json"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BoundedAnswer.upTo(MOST_BYTES));
            return answer.statusCode() == OK
                    ? Optional.of(json.readTree(answer.body())).filter(Documents::isDocument)
                    : Optional.empty();
        } catch (IOException | JacksonException away) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
