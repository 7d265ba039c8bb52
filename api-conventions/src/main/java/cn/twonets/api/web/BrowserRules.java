package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers to make nothing of our answers but data, whatever becomes of the request, and lets no page of another
 * origin speak with us: a preflight is refused before anything is looked at, without a word of what there is.
 */
final class BrowserRules extends OncePerRequestFilter {
    /** On every answer; the token check adds what depends on the connection being encrypted. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin");

    private final ProblemWriter problems;

    BrowserRules(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HEADERS.forEach(response::setHeader);
        if (CorsUtils.isPreFlightRequest(request)) {
            problems.write(Refusal.of(StandardProblem.FORBIDDEN), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
