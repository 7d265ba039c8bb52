package cn.twonets.gateway.limits;

import cn.twonets.api.web.ProblemWriter;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the limit behind the token check, which tells who knocks, and before anything is read. */
@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {
    /** Between the security filter chain (-100) and the body filter (-90). */
    private static final int BEHIND_TOKENS = -95;

    @Bean
    FilterRegistrationBean<Filter> rateFilter(RateSettings settings, ProblemWriter problems) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
                new RateFilter(new CallerBuckets(settings), problems));
        filter.setOrder(BEHIND_TOKENS);
        return filter;
    }
}
