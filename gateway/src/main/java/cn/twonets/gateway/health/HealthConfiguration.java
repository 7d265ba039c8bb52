package cn.twonets.gateway.health;

import cn.twonets.gateway.routes.Backend;
import cn.twonets.gateway.routes.BackendUris;
import java.net.http.HttpClient;
import java.time.Clock;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the three services part of the door's own readiness. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    HealthIndicator intakeHealthIndicator(HttpClient backendClient, BackendUris uris, Clock clock) {
        return new BackendHealth(backendClient, uris.of(Backend.INTAKE), clock);
    }

    @Bean
    HealthIndicator dispatchHealthIndicator(HttpClient backendClient, BackendUris uris, Clock clock) {
        return new BackendHealth(backendClient, uris.of(Backend.DISPATCH), clock);
    }

    @Bean
    HealthIndicator resourceHealthIndicator(HttpClient backendClient, BackendUris uris, Clock clock) {
        return new BackendHealth(backendClient, uris.of(Backend.RESOURCE), clock);
    }
}
