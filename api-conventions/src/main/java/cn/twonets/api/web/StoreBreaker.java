package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before the requests of a service that has a store. Once half of the latest twenty (five at the least) could not
 * reach it, the next are answered at once with 503 and {@code Retry-After}, in place of waiting for the driver's patience
 * each, and holding a place meanwhile; after a second two are let through to see. Only failures to reach the store count:
 * what it answers is an answer, else one caller's poisonous request could close the service for all.
 */
final class StoreBreaker extends OncePerRequestFilter {
    private static final String AWAY = StoreBreaker.class.getName() + ".away";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LATEST = 20;
    private static final int LEAST = 5;
    private static final int PROBES = 2;

    private final CircuitBreaker breaker;
    private final ProblemWriter problems;

    StoreBreaker(Clock clock, ProblemWriter problems) {
        this.breaker = CircuitBreaker.of("store", CircuitBreakerConfig.custom()
                .clock(clock)
                .slidingWindowSize(LATEST)
                .minimumNumberOfCalls(LEAST)
                .waitDurationInOpenState(PAUSE)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .build());
        this.problems = problems;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /** Remembers with the request that it failed because the store could not be reached, if that is what it was. */
    static void tell(HttpServletRequest request, Throwable thrown) {
        if (Failures.isStoreAway(thrown)) {
            request.setAttribute(AWAY, thrown);
        }
    }

    /** Health, metrics, documents and problem types need no store. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/api/") && !path.startsWith("/internal/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!breaker.tryAcquirePermission()) {
            problems.write(Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(PAUSE), request, response);
            return;
        }
        long start = breaker.getCurrentTimestamp();
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException escaped) {
            tell(request, escaped);
            throw escaped;
        } finally {
            long took = breaker.getCurrentTimestamp() - start;
            if (request.getAttribute(AWAY) instanceof Throwable away) {
                breaker.onError(took, breaker.getTimestampUnit(), away);
            } else {
                breaker.onSuccess(took, breaker.getTimestampUnit());
            }
        }
    }
}
