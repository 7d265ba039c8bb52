package cn.twonets.telemetry.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What every part measures without being told to. */
class TelemetryDefaultsTest {
    private static List<File> watched(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        // the build itself sets a folder for the audit of all tests
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        variables));
        new TelemetryDefaults().postProcessEnvironment(environment, new SpringApplication());
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment)
                .bind("management.metrics.system.diskspace.paths", Bindable.listOf(File.class))
                .get();
    }

    @Test
    void watchesTheDiskOfTheAudit() {
        assertThat(watched(Map.of("TWONETS_AUDIT_FOLDER", "/audit"))).containsExactly(new File("/audit"));
    }

    @Test
    void watchesItsOwnDiskWhereNoAuditIsKept() {
        assertThat(watched(Map.of())).containsExactly(new File("."));
    }

    @Test
    void watchesWhatItIsToldTo() {
        assertThat(watched(Map.of("TWONETS_AUDIT_FOLDER", "/audit",
                "MANAGEMENT_METRICS_SYSTEM_DISKSPACE_PATHS", "/srv,/audit")))
                .containsExactly(new File("/srv"), new File("/audit"));
    }
}
