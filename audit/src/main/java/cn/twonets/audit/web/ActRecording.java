package cn.twonets.audit.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.web.ProblemWriter;
import cn.twonets.api.web.RequestCause;
import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Pseudonyms;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Trail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Writes down every request that may change something: before it is done, waiting until that is kept, and what came of
 * it, without waiting. If the first cannot be kept the request is answered with 503 and nothing is done. Of sensitive
 * reads only refused ones come here; the others are recorded where they are answered.
 */
public final class ActRecording implements HandlerInterceptor {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final String BEGUN = ActRecording.class.getName() + ".begun";

    private final Trail trail;

    /** @param trail where it is written */
    public ActRecording(Trail trail) {
        this.trail = trail;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && !SAFE.contains(request.getMethod()) && !isRead(method)) {
            String key = Caller.current()
                    .flatMap(caller -> ActKeys.id(caller, request.getHeader(ActKeys.HEADER)))
                    .orElse(null);
            Reference begun = trail.keep(new Entry.Begun(actor(), act(request), named(request), key, trace()));
            request.setAttribute(BEGUN, begun);
        }
        return true;
    }

    @Override
    public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
            @Nullable Exception failure) {
        int status = failure == null ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        if (request.getAttribute(BEGUN) instanceof Reference begun) {
            ItemOutcomes.Outcomes items = ItemOutcomes.of(request);
            trail.note(new Entry.Done(begun, status, ProblemWriter.written(request).orElse(null),
                    items.done().isEmpty() ? made(response, status) : items.done(), items.refused()));
        } else if (status >= HttpServletResponse.SC_BAD_REQUEST && handler instanceof HandlerMethod method
                && isRead(method)) {
            trail.note(new Entry.Denied(actor(), act(request), named(request), status, trace()));
        }
    }

    /** Whatever the method: some questions are too long, or too private, for an address. */
    private static boolean isRead(HandlerMethod method) {
        return method.hasMethodAnnotation(SensitiveRead.class);
    }

    static Actor actor() {
        return Caller.current().map(ActRecording::actor).orElse(new Actor("nobody", List.of()));
    }

    static Actor actor(Caller caller) {
        return new Actor(caller.post().value(), caller.roles().stream().map(role -> role.claim()).toList());
    }

    static Trace trace() {
        RequestCause cause = RequestCause.current();
        return new Trace(cause.correlationId(), cause.traceId());
    }

    /** The route, not the path: what callers write into paths comes apart from it, and only if it can be an id. */
    private static String act(HttpServletRequest request) {
        return request.getMethod() + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    }

    /** In the order of the path, which that of the variables need not be. */
    private static List<String> named(HttpServletRequest request) {
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? variables.entrySet().stream()
                        .sorted(Comparator.comparingInt(variable -> route.indexOf("{" + variable.getKey() + "}")))
                        .map(variable -> Pseudonyms.of(String.valueOf(variable.getValue())))
                        .toList()
                : List.of();
    }

    private static List<String> made(HttpServletResponse response, int status) {
        String location = response.getHeader("Location");
        return location == null || status >= HttpServletResponse.SC_MULTIPLE_CHOICES
                ? List.of()
                : List.of(Pseudonyms.of(location.substring(location.lastIndexOf('/') + 1)));
    }
}
