package cn.twonets.gateway.routes;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.web.BodyTooLargeException;
import cn.twonets.api.web.BrokenBodyException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Stands before one service. Only failures to reach it or to hear from it in time open its breaker: answers of every
 * status are answers, else one caller's poisonous request could close the door for all. Nothing is tried twice here, and
 * no more calls are under way at once than {@link PatienceSettings#underWay()}.
 */
final class BackendGuard implements HandlerFilterFunction<ServerResponse, ServerResponse> {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final CircuitBreaker breaker;
    private final Duration pause;
    private final Semaphore places;

    BackendGuard(Backend backend, PatienceSettings settings) {
        pause = settings.pause();
        places = new Semaphore(settings.underWay());
        breaker = CircuitBreaker.of(backend.id(), CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumCalls())
                .failureRateThreshold(settings.failuresPercent())
                .waitDurationInOpenState(settings.pause())
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    CircuitBreaker.State state() {
        return breaker.getState();
    }

    /** Turning away whoever comes too many says nothing about the service: the breaker does not hear of it. */
    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (!places.tryAcquire()) {
            throw Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(SOON);
        }
        try {
            return guarded(request, next);
        } finally {
            places.release();
        }
    }

    private ServerResponse guarded(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        if (!breaker.tryAcquirePermission()) {
            throw Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(pause);
        }
        long start = breaker.getCurrentTimestamp();
        try {
            ServerResponse response = next.handle(request);
            breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
            return response;
        } catch (Exception failure) {
            Optional<Refusal> refusal = theirs(failure);
            if (refusal.isPresent()) {
                breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failure);
                throw refusal.get();
            }
            breaker.releasePermission();
            throw ours(failure).orElse(failure);
        }
    }

    /** What to answer when the service is at fault; empty when it is not. */
    private static Optional<Refusal> theirs(Throwable failure) {
        if (ours(failure).isPresent()) {
            return Optional.empty();
        }
        return find(failure, ConnectTimeoutException.class, ConnectException.class, UnknownHostException.class,
                ConnectionRequestTimeoutException.class)
                .map(away -> Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(SOON))
                .or(() -> find(failure, SocketTimeoutException.class)
                        .map(late -> Refusal.of(StandardProblem.UPSTREAM_TIMEOUT).retryAfter(SOON)))
                .or(() -> find(failure, IOException.class)
                        .map(broken -> Refusal.of(StandardProblem.UPSTREAM_BROKEN).retryAfter(SOON)));
    }

    /** The caller's part in a failure: a body too large, broken or broken off, or a query that cannot be read. */
    private static Optional<Exception> ours(Throwable failure) {
        return find(failure, BodyTooLargeException.class, BrokenBodyException.class, BadRequestException.class,
                ClientAbortException.class, InvalidParameterException.class).map(Exception.class::cast);
    }

    private static Optional<Throwable> find(Throwable failure, Class<?>... types) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            for (Class<?> type : types) {
                if (type.isInstance(at)) {
                    return Optional.of(at);
                }
            }
        }
        return Optional.empty();
    }
}
