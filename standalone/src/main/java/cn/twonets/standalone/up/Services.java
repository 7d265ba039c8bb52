package cn.twonets.standalone.up;

import cn.twonets.dispatch.DispatchApplication;
import cn.twonets.gateway.GatewayApplication;
import cn.twonets.intake.IntakeApplication;
import cn.twonets.resource.ResourceApplication;
import cn.twonets.standalone.issuer.LocalIssuer;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the four services as they would start alone, with the addresses of this local product. A setting that the JVM
 * was given as a system property outranks the one made here, so that a part can be pointed at another store or broker.
 */
final class Services {
    private Services() {
    }

    static ConfigurableApplicationContext start(Part part, DataFolder folder, Ports ports) {
        String[] settings = settings(part, folder, ports).toArray(String[]::new);
        return switch (part) {
            case INTAKE -> IntakeApplication.start(settings);
            case DISPATCH -> DispatchApplication.start(settings);
            case RESOURCE -> ResourceApplication.start(settings);
            case GATEWAY -> GatewayApplication.start(settings);
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
                "--twonets.clock.offset-file=" + folder.clockOffset(),
                "--management.metrics.system.diskspace.paths[0]=" + folder.root().toAbsolutePath(),
                "--management.metrics.system.diskspace.paths[1]=" + folder.part("audit").toAbsolutePath()));
        settings.add("--spring.autoconfigure.exclude=" + String.join(",", foreignTo(part)));
        if (part != Part.GATEWAY) {
            // The gateway's library switches forms off for every application of this JVM.
            settings.add("--spring.servlet.multipart.enabled=true");
            settings.add("--twonets.client.secret-file=" + folder.clientSecret(part.word() + "-service"));
            settings.add("--twonets.audit.folder=" + folder.part("audit"));
            // As safe as the local store: against the end of the process, not against the loss of power.
            settings.add("--twonets.audit.sync=false");
        }
        if (part == Part.INTAKE) {
            settings.add("--twonets.data=" + folder.part("intake"));
        } else if (part == Part.DISPATCH) {
            settings.add("--twonets.grid.first-office=" + FirstData.OFFICE);
        } else if (part == Part.RESOURCE) {
            settings.add("--twonets.catalogue.starter=true");
        }
        settings.removeIf(setting -> System.getProperty(setting.substring(2, setting.indexOf('='))) != null);
        return settings;
    }

    /** What configures itself because another service's libraries lie on the common class path. */
    private static List<String> foreignTo(Part part) {
        List<String> foreign = part == Part.GATEWAY
                ? List.of("cn.twonets.delivery.", "cn.twonets.grid.", "cn.twonets.reconciliation.",
                        "cn.twonets.deadletters.", "cn.twonets.audit.")
                : List.of("org.springframework.cloud.");
        return ImportCandidates.load(AutoConfiguration.class, Services.class.getClassLoader()).getCandidates().stream()
                .filter(candidate -> foreign.stream().anyMatch(candidate::startsWith))
                .toList();
    }
}
