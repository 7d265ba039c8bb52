package cn.twonets.standalone.up;

import cn.twonets.dispatch.DispatchApplication;
import cn.twonets.intake.IntakeApplication;
import cn.twonets.standalone.issuer.LocalIssuer;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the four services as they would start alone, with the addresses of this local product. */
final class Services {
    private Services() {
    }

    static ConfigurableApplicationContext start(Part part, DataFolder folder, Ports ports) {
        String[] settings = settings(part, folder, ports).toArray(String[]::new);
        return switch (part) {
            case INTAKE -> IntakeApplication.start(settings);
            case DISPATCH -> DispatchApplication.start(settings);
            default -> throw new IllegalArgumentException(part.word() + " is not a service");
        };
    }

    private static List<String> settings(Part part, DataFolder folder, Ports ports) {
        List<String> settings = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + part.port(ports),
                "--spring.main.register-shutdown-hook=false",
                "--spring.main.log-startup-info=false",
                "--spring.lifecycle.timeout-per-shutdown-phase=10s",
                "--twonets.issuer.uri=" + ports.issuerUri(),
                "--twonets.issuer.jwks-uri=" + LocalIssuer.keys(ports.issuerUri()),
                "--twonets.intake.uri=" + ports.intakeUri(),
                "--twonets.dispatch.uri=" + ports.dispatchUri(),
                "--twonets.resource.uri=" + ports.resourceUri(),
                "--twonets.kafka.bootstrap-servers=" + ports.bootstrapServers(),
                "--twonets.mongo.uri=" + ports.storeUri(),
                "--twonets.clock.offset-file=" + folder.clockOffset()));
        if (part == Part.INTAKE) {
            settings.add("--twonets.data=" + folder.part("intake"));
        } else if (part == Part.RESOURCE) {
            settings.add("--twonets.facts.client-secret-file=" + folder.factsSecret());
        }
        return settings;
    }
}
