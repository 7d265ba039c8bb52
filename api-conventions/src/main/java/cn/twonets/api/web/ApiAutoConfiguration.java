package cn.twonets.api.web;

import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.json.JsonLimits;
import cn.twonets.api.json.JsonSettings;
import cn.twonets.api.problem.ProblemLibrary;
import cn.twonets.telemetry.traces.Tracing;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What surrounds every request of every API. */
@AutoConfiguration(before = {JacksonAutoConfiguration.class, ErrorMvcAutoConfiguration.class,
        WebMvcAutoConfiguration.class})
@EnableConfigurationProperties(ApiSettings.class)
public class ApiAutoConfiguration {
    /** After the security filter chain, which Spring Boot puts at -100. */
    private static final int BEHIND_TOKENS = -90;

    /** Below warnings, Tomcat's parsers quote requests, which may hold private data. */
    ApiAutoConfiguration(LoggingSystem logging) {
        Stream.of("org.apache.coyote", "org.apache.tomcat.util.http")
                .forEach(parser -> logging.setLogLevel(parser, LogLevel.WARN));
    }

    @Bean
    JsonSettings jsonSettings() {
        return new JsonSettings();
    }

    @Bean
    JsonLimits jsonLimits() {
        return new JsonLimits();
    }

    @Bean
    ItemReader itemReader(JsonMapper json) {
        return new ItemReader(json);
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    @Bean
    ProblemAnswers problemAnswers(ProblemWriter writer) {
        return new ProblemAnswers(writer);
    }

    @Bean
    ProblemResolver problemResolver(ProblemAnswers answers) {
        return new ProblemResolver(answers);
    }

    @Bean
    ProblemErrorController problemErrorController(ProblemWriter writer) {
        return new ProblemErrorController(writer);
    }

    @Bean
    ProblemLibrary problemLibrary() throws IOException {
        return new ProblemLibrary();
    }

    /** Not for the gateway, which knows whom else to ask. */
    @Bean
    @ConditionalOnBooleanProperty(name = "twonets.api.problem-pages", matchIfMissing = true)
    ProblemTypeController problemTypeController(ProblemLibrary library) {
        return new ProblemTypeController(library);
    }

    @Bean
    FilterRegistrationBean<Filter> requestFilter(ProblemAnswers answers, ObjectProvider<Tracing> tracing) {
        return outermost(answers, tracing.getIfAvailable(() -> Tracing.OFF));
    }

    static FilterRegistrationBean<Filter> outermost(ProblemAnswers answers, Tracing tracing) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new RequestFilter(answers, tracing));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR, DispatcherType.ASYNC));
        return filter;
    }

    @Bean
    FilterRegistrationBean<Filter> browserRulesFilter(ProblemWriter problems) {
        return browserRules(problems);
    }

    @Bean
    FilterRegistrationBean<Filter> plainRequestsFilter(ProblemWriter problems) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new PlainRequests(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return filter;
    }

    static FilterRegistrationBean<Filter> browserRules(ProblemWriter problems) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new BrowserRules(problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        filter.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        return filter;
    }

    @Bean
    FilterRegistrationBean<Filter> bodyFilter(ApiSettings settings, ProblemWriter problems) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new BodyFilter(settings, problems));
        filter.setOrder(BEHIND_TOKENS);
        return filter;
    }

    @Bean
    WebMvcConfigurer requestArguments() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new RequestArguments());
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
        return ProblemReportValve::installIn;
    }
}
