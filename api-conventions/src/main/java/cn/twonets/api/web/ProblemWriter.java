package cn.twonets.api.web;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.Problem;
import cn.twonets.api.problem.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Writes refusals as {@code application/problem+json}, whatever the caller said it accepts. */
public final class ProblemWriter {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String WRITTEN = ProblemWriter.class.getName() + ".written";

    private final JsonMapper json;

    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** Writes the whole answer, unless one is already on its way. Headers that were set before are kept. */
    public void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Problem problem = Problem.of(refusal, path(request), RequestCause.current().traceId());
        byte[] body = json.writeValueAsBytes(problem);
        request.setAttribute(WRITTEN, refusal.type().slug());
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Language", Language.current().locale().toLanguageTag());
        refusal.retryAfter().ifPresent(delay -> response.setHeader("Retry-After", String.valueOf(seconds(delay))));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The kind of problem that a request was answered with; empty if it was none. */
    public static Optional<String> written(HttpServletRequest request) {
        return request.getAttribute(WRITTEN) instanceof String slug ? Optional.of(slug) : Optional.empty();
    }

    private static long seconds(Duration delay) {
        return Math.max(1, delay.plusMillis(999).toSeconds());
    }

    private static String path(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return original instanceof String uri ? uri : request.getRequestURI();
    }
}
