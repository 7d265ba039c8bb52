package cn.twonets.gateway.documents;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.ProblemLibrary;
import cn.twonets.api.problem.ProblemLibrary.Explanation;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.peers.BoundedAnswer;
import cn.twonets.gateway.routes.Backend;
import cn.twonets.gateway.routes.BackendUris;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Answers at the address that a problem's {@code type} names, whichever service it comes from. */
@RestController
class ProblemTypesController {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int MOST_BYTES = 64 * 1024;

    private final ProblemLibrary library;
    private final HttpClient http;
    private final BackendUris uris;
    private final JsonMapper json;

    ProblemTypesController(ProblemLibrary library, HttpClient backendClient, BackendUris uris, JsonMapper json) {
        this.library = library;
        this.http = backendClient;
        this.uris = uris;
        this.json = json;
    }

    @GetMapping("/problems/{slug}")
    Explanation explain(@PathVariable String slug) {
        if (!ProblemLibrary.isSlug(slug)) {
            throw Refusal.notFound();
        }
        return library.find(slug, Language.current())
                .or(() -> Stream.of(Backend.values()).flatMap(backend -> ask(backend, slug).stream()).findFirst())
                .orElseThrow(Refusal::notFound);
    }

    private Optional<Explanation> ask(Backend backend, String slug) {
        HttpRequest request = HttpRequest.newBuilder(uris.of(backend).resolve("/problems/" + slug))
                .header("Accept-Language", Language.current().locale().toLanguageTag())
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BoundedAnswer.upTo(MOST_BYTES));
            return answer.statusCode() == OK
                    ? Optional.of(json.readValue(answer.body(), Explanation.class))
                    : Optional.empty();
        } catch (IOException | JacksonException away) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
