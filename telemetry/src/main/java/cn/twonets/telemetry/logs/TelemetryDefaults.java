package cn.twonets.telemetry.logs;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What every part logs and measures alike; any configuration outranks it. JSON lines (wanted by
 * {@code logging.structured.format.console=ecs}) name the kinds and places of exceptions and leave their messages out.
 */
public final class TelemetryDefaults implements EnvironmentPostProcessor {
    /** Also for those who log without Spring Boot. */
    static final Map<String, Object> OF_JSON_LINES = Map.of(
            "logging.structured.json.exclude", "error.message",
            "logging.structured.json.stacktrace.printer", PlacesOnly.class.getName());

    private static final Map<String, Object> OF_A_PART = Map.of(
            "logging.pattern.correlation", "[%X{" + LogContext.TRACE + ":-}] ",
            // No audit is written where its disk is full, and then nothing is done.
            "management.metrics.system.diskspace.paths[0]", "${twonets.audit.folder:.}",
            "management.metrics.distribution.slo.http.server.requests", "25ms,50ms,100ms,250ms,500ms,1s,2500ms,5s,10s");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("telemetry: JSON lines", OF_JSON_LINES));
        environment.getPropertySources().addLast(new MapPropertySource("telemetry: a part", OF_A_PART));
    }
}
