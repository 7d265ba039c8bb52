package cn.twonets.delivery.http;

import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.events.peers.BoundedAnswer;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.TracedClient;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Reads from one other service: each try within the time limit, three tries, none at all for fifteen seconds after half of
 * the last ten failed. Only reads go this way, so that trying again is harmless.
 */
final class OwnerCall {
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final String name;
    private final URI address;
    private final ClientSettings settings;
    private final TracedClient http;
    private final ServiceToken token;
    private final ExecutorService executor;
    private final CircuitBreaker breaker;
    private final TimeLimiter limiter;
    private final Retry retry;

    /** @param name of the service, for messages and meters */
    OwnerCall(String name, URI address, ClientSettings settings, TracedClient http, ServiceToken token,
            ExecutorService executor) {
        this.name = name;
        this.address = address;
        this.settings = settings;
        this.http = http;
        this.token = token;
        this.executor = executor;
        this.breaker = CircuitBreaker.of(name + "-states", CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(15))
                .permittedNumberOfCallsInHalfOpenState(2)
                .build());
        this.limiter = TimeLimiter.of(name + "-states", TimeLimiterConfig.custom()
                .timeoutDuration(settings.limit())
                .cancelRunningFuture(true)
                .build());
        this.retry = Retry.of(name + "-states", RetryConfig.custom()
                .maxAttempts(TRIES)
                .intervalFunction(IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2))
                .retryOnException(failure -> !(failure instanceof InterruptedException))
                .build());
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    /** What was answered: 200, 404, or whatever cannot be mended by asking again. */
    record Answer(int status, byte[] body) {}

    /**
     * Asks.
     *
     * @param route the template of the path
     * @throws OwnerUnavailableException if no answer can be had
     */
    Answer get(String path, String route) {
        Callable<Answer> once = TraceContext.carried(() -> once(path, route));
        Callable<Answer> limited = TimeLimiter.decorateFutureSupplier(limiter, () -> executor.submit(once));
        try {
            return Retry.decorateCallable(retry, CircuitBreaker.decorateCallable(breaker, limited)).call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OwnerUnavailableException("interrupted while asking " + name, e);
        } catch (Exception e) {
            Throwable cause = e.getCause() instanceof IOException deeper ? deeper : e;
            throw new OwnerUnavailableException(name + " does not tell its states: " + cause, cause);
        }
    }

    OwnerUnavailableException unavailable(String why) {
        return new OwnerUnavailableException(name + " " + why, new IOException(why));
    }

    private Answer once(String path, String route) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(withoutSlash(address.toString()) + path))
                .timeout(settings.limit())
                .header("Authorization", "Bearer " + token.get())
                .header("Accept", "application/json");
        HttpResponse<byte[]> response = http.send(request, route, BoundedAnswer.upTo(BoundedAnswer.USUAL));
        int status = response.statusCode();
        if (status == 401) {
            token.forget();
        }
        if (status == 401 || status == 429 || status >= 500) {
            throw new IOException(name + " answered " + status);
        }
        return new Answer(status, response.body());
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
