package cn.twonets.gateway.limits;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.web.Probes;
import cn.twonets.api.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns callers away while too many calls are under way, before it costs anything to look at theirs: refusing must stay
 * cheaper than serving. Their connection is closed, so that idle ones do not keep others from being heard.
 */
final class CrowdFilter extends OncePerRequestFilter {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final int most;
    private final Semaphore places;
    private final ProblemWriter problems;

    CrowdFilter(CrowdSettings settings, ProblemWriter problems) {
        this.most = settings.most();
        this.places = new Semaphore(most);
        this.problems = problems;
    }

    /** How many calls are under way. */
    int underWay() {
        return most - places.availablePermits();
    }

    /** Whoever asks after our health is heard in any crowd. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Probes.areAsked(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!places.tryAcquire()) {
            response.setHeader("Connection", "close");
            problems.write(Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(SOON), request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }
}
