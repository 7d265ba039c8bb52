package cn.twonets.api.web;

import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** For services with a store, which the gateway has not. */
@AutoConfiguration(after = ApiAutoConfiguration.class, afterName = "cn.twonets.delivery.spring.DeliveryAutoConfiguration")
@ConditionalOnBean(type = "com.mongodb.client.MongoClient")
public class StoreBreakerAutoConfiguration {
    /** Behind the security filter chain, which Spring Boot puts at -100, and before anything is read. */
    private static final int BEFORE_BODIES = -95;

    /** In real time, whatever time it is in the product. */
    @Bean
    FilterRegistrationBean<Filter> storeBreaker(ProblemWriter problems, ObjectProvider<MeterRegistry> meters) {
        StoreBreaker breaker = new StoreBreaker(Clock.systemUTC(), problems);
        meters.ifAvailable(
                registry -> new TaggedCircuitBreakerMetricsPublisher(registry).publishMetrics(breaker.breaker()));
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(breaker);
        filter.setOrder(BEFORE_BODIES);
        return filter;
    }
}
