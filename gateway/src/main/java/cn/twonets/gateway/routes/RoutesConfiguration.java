package cn.twonets.gateway.routes;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import jakarta.servlet.Filter;
import java.net.http.HttpClient;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Puts the routes together. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {
    /** For everything the door asks of services; follows no redirects, which are the caller's to follow. */
    @Bean(destroyMethod = "shutdownNow")
    HttpClient backendClient(PatienceSettings patience) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.connect())
                .build();
    }

    @Bean
    ClientHttpRequestFactory backendRequests(HttpClient backendClient, PatienceSettings patience) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(backendClient);
        requests.setReadTimeout(patience.answer());
        requests.enableCompression(false);
        return requests;
    }

    @Bean
    RouterFunction<ServerResponse> intakeRoutes(BackendUris uris, PatienceSettings patience) {
        return routes(Backend.INTAKE, uris, patience);
    }

    @Bean
    RouterFunction<ServerResponse> dispatchRoutes(BackendUris uris, PatienceSettings patience) {
        return routes(Backend.DISPATCH, uris, patience);
    }

    @Bean
    RouterFunction<ServerResponse> resourceRoutes(BackendUris uris, PatienceSettings patience) {
        return routes(Backend.RESOURCE, uris, patience);
    }

    private static RouterFunction<ServerResponse> routes(Backend backend, BackendUris uris,
            PatienceSettings patience) {
        RequestPredicate served = backend.collections().stream()
                .map(name -> path("/api/v1/" + name).or(path("/api/v1/" + name + "/**")))
                .reduce(RequestPredicate::or)
                .orElseThrow();
        return route(backend.id())
                .route(served, http())
                .before(uri(uris.of(backend)))
                .filter(new BackendGuard(backend, patience))
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
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }
}
