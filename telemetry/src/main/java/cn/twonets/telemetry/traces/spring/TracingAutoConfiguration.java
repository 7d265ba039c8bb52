package cn.twonets.telemetry.traces.spring;

import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.telemetry.traces.otel.OpenTelemetryTracing;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/** Tracing is off unless {@code twonets.tracing.enabled} is true; no class of OpenTelemetry is loaded then. */
@AutoConfiguration
public class TracingAutoConfiguration {
    @Bean
    @ConditionalOnBooleanProperty("twonets.tracing.enabled")
    Tracing openTelemetryTracing(@Value("${spring.application.name:twonets}") String part) {
        return new OpenTelemetryTracing(part);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "twonets.tracing.enabled", havingValue = false, matchIfMissing = true)
    Tracing noTracing() {
        return Tracing.OFF;
    }
}
