package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits bodies, counted after inflating, and takes none but JSON: uploads only where imports are. Small ones are kept in
 * memory for hashing; those of import paths are streamed.
 * Stands behind the token check, so that only callers with a token make us read anything.
 */
final class BodyFilter extends OncePerRequestFilter {
    private final ApiSettings settings;
    private final ProblemWriter problems;

    BodyFilter(ApiSettings settings, ProblemWriter problems) {
        this.settings = settings;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean streamed = settings.importPaths().contains(request.getRequestURI());
        long limit = (streamed ? settings.importLimit() : settings.bodyLimit()).toBytes();
        String encoding = request.getHeader("Content-Encoding");
        boolean deflated = "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
        if (encoding != null && !deflated && !encoding.equalsIgnoreCase("identity")) {
            response.setHeader("Accept-Encoding", "gzip");
            problems.write(Refusal.of(StandardProblem.CONTENT_ENCODING_NOT_SUPPORTED), request, response);
        } else if (isWildcard(request.getContentType())) {
            problems.write(Refusal.of(StandardProblem.INVALID_REQUEST).header("Content-Type", "invalid-value"), request,
                    response);
        } else if (request.getContentLengthLong() > limit) {
            problems.write(Refusal.of(StandardProblem.BODY_TOO_LARGE, limit), request, response);
        } else if (!streamed && hasBody(request) && !isJson(request.getContentType())) {
            // before anything parses it: parts of a form would be written to the disk first
            response.setHeader("Accept", "application/json");
            problems.write(Refusal.of(StandardProblem.MEDIA_TYPE_NOT_SUPPORTED), request, response);
        } else {
            LimitedBody limited = new LimitedBody(request, limit, deflated);
            boolean kept = settings.keepBodies() || settings.keptPaths().contains(request.getRequestURI());
            chain.doFilter(streamed || !kept ? limited : new KeptBody(limited), response);
        }
    }

    /** Names no type of a body. Of what cannot be read at all the framework says so itself; over this it stumbles. */
    private static boolean isWildcard(@Nullable String type) {
        try {
            return type != null && !type.isBlank() && !MediaType.parseMediaType(type).isConcrete();
        } catch (InvalidMediaTypeException unreadable) {
            return false;
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** What does not say what it is goes on: whoever reads it refuses it, and nothing else reads it. */
    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return true;
        }
        int end = type.indexOf(';');
        String plain = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return plain.equals("application/json") || plain.startsWith("application/") && plain.endsWith("+json");
    }
}
