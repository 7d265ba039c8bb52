package cn.twonets.gateway.health;

import cn.twonets.api.web.Probes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether one service says, on the port on which it is called, that it is ready. Anybody may ask the door, as often as they
 * like: the service is asked by one of them at a time, and what it said counts for a second.
 */
final class BackendHealth implements HealthIndicator {
    static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int READY = 200;

    private final HttpClient http;
    private final URI readiness;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Answer last;

    private record Answer(Health health, Instant at) {}

    BackendHealth(HttpClient http, URI backend, Clock clock) {
        this.http = http;
        this.readiness = backend.resolve(Probes.READY);
        this.clock = clock;
    }

    @Override
    public Health health() {
        Answer known = last;
        if (known == null) {
            asking.lock();
        } else if (isFresh(known) || !asking.tryLock()) {
            return known.health();
        }
        try {
            Answer meanwhile = last;
            if (meanwhile != null && isFresh(meanwhile)) {
                return meanwhile.health();
            }
            Health now = ask();
            last = new Answer(now, clock.instant());
            return now;
        } finally {
            asking.unlock();
        }
    }

    private boolean isFresh(Answer answer) {
        return clock.instant().isBefore(answer.at().plus(REMEMBERED));
    }

    private Health ask() {
        HttpRequest request = HttpRequest.newBuilder(readiness).timeout(PATIENCE).build();
        try {
            int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == READY ? Health.up().build() : Health.outOfService().withDetail("status", status).build();
        } catch (IOException away) {
            return Health.down().withDetail("reason", "away").build();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Health.unknown().build();
        }
    }
}
