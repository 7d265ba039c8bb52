package cn.twonets.gateway.health;

import cn.twonets.api.web.Probes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether one service says, on the port on which it is called, that it is ready. */
final class BackendHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int READY = 200;

    private final HttpClient http;
    private final URI readiness;

    BackendHealth(HttpClient http, URI backend) {
        this.http = http;
        this.readiness = backend.resolve(Probes.READY);
    }

    @Override
    public Health health() {
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
