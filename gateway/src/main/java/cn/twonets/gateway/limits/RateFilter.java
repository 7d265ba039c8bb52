package cn.twonets.gateway.limits;

import cn.twonets.api.caller.Caller;
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
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks callers that knock too often, or have too many calls under way, to wait: by post where there is a token, by address
 * on the open paths. Whoever asks after our health is always answered: behind a proxy strangers have the same address as the
 * one that decides whether the door is open.
 */
final class RateFilter extends OncePerRequestFilter {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final CallerBuckets buckets;
    private final ProblemWriter problems;

    RateFilter(CallerBuckets buckets, ProblemWriter problems) {
        this.buckets = buckets;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return Probes.areAsked(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String who = Caller.current().map(caller -> "post " + caller.post())
                .orElseGet(() -> "address " + request.getRemoteAddr());
        CallerBuckets.Share share = buckets.of(who);
        Duration wait = share.take();
        if (wait.isZero() && !share.begin()) {
            wait = SOON;
        } else if (wait.isZero()) {
            try {
                chain.doFilter(request, response);
            } finally {
                share.end();
            }
            return;
        }
        problems.write(Refusal.of(StandardProblem.TOO_MANY_REQUESTS).retryAfter(wait), request, response);
    }
}
