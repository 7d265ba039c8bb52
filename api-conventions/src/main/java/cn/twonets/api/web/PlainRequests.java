package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that say twice what can be said but once: of two readers, such as the door and a service, each might
 * hear another.
 */
final class PlainRequests extends OncePerRequestFilter {
    private static final List<String> ONCE = List.of("Authorization", "Content-Type", "Content-Encoding",
            "Idempotency-Key");

    private final ProblemWriter problems;

    PlainRequests(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        for (String name : ONCE) {
            Enumeration<String> values = request.getHeaders(name);
            if (values.hasMoreElements() && values.nextElement() != null && values.hasMoreElements()) {
                problems.write(Refusal.of(StandardProblem.INVALID_REQUEST).header(name, "repeated"), request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
