package cn.twonets.gateway.limits;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.web.ProblemWriter;
import cn.twonets.api.web.TurnedAway;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Puts the limit of each caller behind the token check, which tells who knocks, and before anything is read; and the limit
 * of all together before anything else.
 */
@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {
    /** Behind what gives every answer its headers. */
    private static final int BEHIND_HEADERS = Ordered.HIGHEST_PRECEDENCE + 3;
    /** Between the security filter chain (-100) and the body filter (-90). */
    private static final int BEHIND_TOKENS = -95;

    @Bean
    FilterRegistrationBean<Filter> crowdFilter(CrowdSettings settings, ProblemWriter problems,
            ObjectProvider<MeterRegistry> meters) {
        CrowdFilter crowd = new CrowdFilter(settings, problems);
        meters.ifAvailable(registry -> Gauge.builder("twonets.gateway.calls", crowd, CrowdFilter::underWay)
                .description("Calls under way at the door; at " + settings.most() + " the next is turned away")
                .register(registry));
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(crowd);
        filter.setOrder(BEHIND_HEADERS);
        return filter;
    }

    @Bean
    CallerBuckets callerBuckets(RateSettings settings) {
        return new CallerBuckets(settings);
    }

    /** Whoever is turned away never comes as far as the filter below; those with a good token keep their own share. */
    @Bean
    TurnedAway turnedAway(CallerBuckets buckets) {
        return request -> buckets.of(Caller.current().map(caller -> "post " + caller.post())
                .orElseGet(() -> "stranger " + request.getRemoteAddr())).take();
    }

    @Bean
    FilterRegistrationBean<Filter> rateFilter(CallerBuckets buckets, ProblemWriter problems) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new RateFilter(buckets, problems));
        filter.setOrder(BEHIND_TOKENS);
        return filter;
    }
}
