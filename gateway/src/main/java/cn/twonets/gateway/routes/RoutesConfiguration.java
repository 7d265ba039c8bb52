package cn.twonets.gateway.routes;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import cn.twonets.transport.Transport;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import java.net.URI;
import java.net.http.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Puts the routes together. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {
    /** To each service so many times its calls under way: an answer that a caller reads slowly keeps its connection. */
    private static final int CONNECTIONS_PER_CALL = 2;
    private static final TimeValue STALE_AFTER = TimeValue.ofMilliseconds(500);

    /** For what the door itself asks of services: whether they are ready, and for their documents. */
    @Bean(destroyMethod = "shutdownNow")
    HttpClient backendClient(PatienceSettings patience, Transport transport) {
        return transport.http()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .build();
    }

    /**
     * Passes calls on: tries nothing twice, follows no redirects, keeps no cookies. This client streams bodies on the
     * caller's own thread; the JDK's hands them to another and, where a connection fails meanwhile, may answer with a
     * NullPointerException in place of the reason.
     */
    @Bean(destroyMethod = "close")
    CloseableHttpClient passingClient(PatienceSettings patience, Transport transport) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create();
        transport.context()
                .ifPresent(context -> connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        return HttpClients.custom()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .setConnectionManager(connections
                        .setMaxConnTotal(Backend.values().length * CONNECTIONS_PER_CALL * patience.underWay())
                        .setMaxConnPerRoute(CONNECTIONS_PER_CALL * patience.underWay())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(patience.connect()))
                                .setSocketTimeout(Timeout.of(patience.answer()))
                                .setValidateAfterInactivity(STALE_AFTER)
                                .build())
                        .build())
                .build();
    }

    @Bean
    ClientHttpRequestFactory passingRequests(CloseableHttpClient passingClient, PatienceSettings patience) {
        HttpComponentsClientHttpRequestFactory requests = new HttpComponentsClientHttpRequestFactory(passingClient) {
            @Override
            protected ClassicHttpRequest createHttpUriRequest(HttpMethod method, URI uri) {
                return new PassedRequest(method.name(), uri);
            }
        };
        requests.setConnectionRequestTimeout(patience.connect());
        return requests;
    }

    @Bean
    RouterFunction<ServerResponse> intakeRoutes(BackendUris uris, PatienceSettings patience,
            Transport transport, ObjectProvider<MeterRegistry> meters) {
        return routes(Backend.INTAKE, uris, patience, transport, meters);
    }

    @Bean
    RouterFunction<ServerResponse> dispatchRoutes(BackendUris uris, PatienceSettings patience,
            Transport transport, ObjectProvider<MeterRegistry> meters) {
        return routes(Backend.DISPATCH, uris, patience, transport, meters);
    }

    @Bean
    RouterFunction<ServerResponse> resourceRoutes(BackendUris uris, PatienceSettings patience,
            Transport transport, ObjectProvider<MeterRegistry> meters) {
        return routes(Backend.RESOURCE, uris, patience, transport, meters);
    }

    private static RouterFunction<ServerResponse> routes(Backend backend, BackendUris uris,
            PatienceSettings patience, Transport transport, ObjectProvider<MeterRegistry> meters) {
        RequestPredicate served = backend.collections().stream()
                .map(name -> path("/api/v1/" + name).or(path("/api/v1/" + name + "/**")))
                .reduce(path("/api/v1/dead-letters/{id:" + backend.id() + ":.+}/**"), RequestPredicate::or);
        BackendGuard guard = new BackendGuard(backend, patience);
        meters.ifAvailable(registry -> new TaggedCircuitBreakerMetricsPublisher(registry)
                .publishMetrics(guard.breaker()));
        return route(backend.id())
                .route(served, http())
                .before(DoorRoles::require)
                .before(uri(transport.require("twonets." + backend.id() + ".uri", uris.of(backend))))
                .filter(guard)
                .build();
    }

    @Bean
    PassedHeaders passedHeaders() {
        return new PassedHeaders();
    }

    @Bean
    AnsweredHeaders answeredHeaders() {
        return new AnsweredHeaders();
    }

    @Bean
    FilterRegistrationBean<Filter> doorHeaders() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new DoorHeaders());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }
}
