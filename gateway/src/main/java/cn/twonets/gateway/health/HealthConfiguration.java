package cn.twonets.gateway.health;

import cn.twonets.gateway.routes.Backend;
import cn.twonets.gateway.routes.BackendUris;
import java.net.http.HttpClient;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows the three services in {@code /actuator/health/readiness}. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    @Bean
    HealthIndicator intakeHealthIndicator(HttpClient backendClient, BackendUris uris) {
        return new BackendHealth(backendClient, uris.of(Backend.INTAKE));
    }

    @Bean
    HealthIndicator dispatchHealthIndicator(HttpClient backendClient, BackendUris uris) {
        return new BackendHealth(backendClient, uris.of(Backend.DISPATCH));
    }

    @Bean
    HealthIndicator resourceHealthIndicator(HttpClient backendClient, BackendUris uris) {
        return new BackendHealth(backendClient, uris.of(Backend.RESOURCE));
    }
}
