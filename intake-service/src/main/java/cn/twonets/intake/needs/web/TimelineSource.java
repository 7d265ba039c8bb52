package cn.twonets.intake.needs.web;

import cn.twonets.api.web.RequestCause;
import cn.twonets.intake.needs.Need;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/**
 * Another service's part of a need's timeline, read as the caller, so that the caller sees no more than that service
 * would show. Two seconds at the most; what cannot be had is said to be missing.
 */
public final class TimelineSource {
    private static final Logger log = LoggerFactory.getLogger(TimelineSource.class);

    private final String name;
    private final RestClient client;
    private final String path;
    private final Predicate<Need> mustKnow;

    /**
     * A source.
     *
     * @param name the service
     * @param client knows the service's address and has short timeouts
     * @param path of its timeline, with {@code {id}} for the need
     * @param mustKnow whether the service must know that need by now, so that 404 is not "nothing yet"
     */
    public TimelineSource(String name, RestClient client, String path, Predicate<Need> mustKnow) {
        this.name = name;
        this.client = client;
        this.path = path;
        this.mustKnow = mustKnow;
    }

    /**
     * One service's part.
     *
     * @param source the service
     * @param lines what it told
     * @param whole false if it could not be asked
     */
    record Part(String source, List<Timelines.Line> lines, boolean whole) {}

    /** As it came: nothing that another service says is taken for granted. */
    private record Answer(@Nullable List<@Nullable Entry> items) {}

    private record Entry(long sequence, @Nullable String type, @Nullable Instant at, @Nullable JsonNode happened) {}

    private static boolean isWhole(@Nullable Answer answer) {
        return answer != null && answer.items() != null
                && answer.items().stream()
                        .allMatch(entry -> entry != null && entry.type() != null && entry.at() != null);
    }

    Part read(Need need, String token, RequestCause cause) {
        try {
            Answer answer = client.get()
                    .uri(path, need.id().value())
                    .header(HttpHeaders.AUTHORIZATION, token)
                    .header(RequestCause.CORRELATION_HEADER, cause.correlationId())
                    .header(RequestCause.TRACE_HEADER, cause.traceparent())
                    .retrieve()
                    .body(Answer.class);
            if (!isWhole(answer)) {
                log.warn("The timeline of need {} lacks the part of {}: it is not one", need.id(), name);
                return new Part(name, List.of(), false);
            }
            return new Part(name, answer.items().stream().map(this::line).toList(), true);
        } catch (HttpClientErrorException.NotFound unknown) {
            return new Part(name, List.of(), !mustKnow.test(need));
        } catch (RestClientException e) {
            log.warn("The timeline of need {} lacks the part of {}: {}", need.id(), name, e.getClass().getSimpleName());
            return new Part(name, List.of(), false);
        }
    }

    private Timelines.Line line(Entry entry) {
        return new Timelines.Line(entry.at(), name, entry.sequence(), entry.type(), entry.happened());
    }
}
