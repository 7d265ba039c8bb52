package cn.twonets.telemetry.logs;

import java.util.Map;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * ECS JSON lines where Logback is set up without Spring Boot, as where all parts share one process: the same fields, and
 * the same things left out.
 */
public final class EcsLines extends StructuredLogEncoder {
    private String service = "twonets";

    /** What {@code service.name} says. */
    public void setService(String name) {
        service = name;
    }

    @Override
    public void start() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources()
                .addLast(new MapPropertySource("telemetry: JSON lines", TelemetryDefaults.OF_JSON_LINES));
        environment.getPropertySources()
                .addLast(new MapPropertySource("service", Map.of("logging.structured.ecs.service.name", service)));
        getContext().putObject(Environment.class.getName(), environment);
        setFormat("ecs");
        super.start();
    }
}
