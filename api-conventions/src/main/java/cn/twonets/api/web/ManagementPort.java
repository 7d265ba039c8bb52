package cn.twonets.api.web;

import cn.twonets.telemetry.traces.Tracing;
import jakarta.servlet.Filter;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The management port is a server of its own: it answers with the same headers, and says as little in its errors. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementPort {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementProblemReports() {
        return ProblemReportValve::installIn;
    }

    @Bean
    FilterRegistrationBean<Filter> managementRequestFilter(ProblemAnswers answers) {
        return ApiAutoConfiguration.outermost(answers, Tracing.OFF);
    }

    @Bean
    FilterRegistrationBean<Filter> managementBrowserRules(ProblemWriter problems) {
        return ApiAutoConfiguration.browserRules(problems);
    }
}
