package cn.twonets.standalone.up;

import cn.twonets.standalone.place.CertificateFolder;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Ports;
import cn.twonets.standalone.place.Refused;
import cn.twonets.transport.Transport;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the product and stays until it is told to stop. */
@Command(name = "up", customSynopsis = {
        "  twonets up                              everything, data in .twonets",
        "  twonets up --data /tmp/try --port-base 9000",
        "  twonets up --only broker,store,issuer   as separate processes",
        "  twonets up --only dispatch",
        "  twonets up --certificates .twonets/certificates   every connection by TLS, every service its own Kafka user"}, description = {
                "Starts the product on this machine and stays until Ctrl-C.",
                "Everything listens on the loopback address only. Not for production."})
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "start only these: broker, store, issuer, intake, dispatch, resource, gateway")
    private List<String> only = List.of();

    @Option(names = "--json-logs", description = "write log lines as JSON (Elastic Common Schema), to the log file and the terminal")
    private boolean jsonLogs;

    @Option(names = "--certificates", paramLabel = "DIR", description = "encrypt every connection with the cert.pem, key.pem and ca.pem of this folder, as twonets certificates makes them")
    private @Nullable Path certificateFolder;

    @Option(names = "--unencrypted", description = "start without encryption a product that had certificates before")
    private boolean unencrypted;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter messages = spec.commandLine().getErr();
        Set<Part> parts = only.isEmpty() ? EnumSet.allOf(Part.class) : Part.named(only);
        place.refuseAuthority();
        DataFolder folder = place.folder().create();
        CertificateFolder certificates = certificates(folder);
        Ports ports = certificates == null ? place.ports() : place.ports().encryptedOnly();
        Transport transport = certificates == null ? Transport.plain() : Transport.encrypted(certificates::context);
        quietLogging(folder, only.isEmpty() ? "twonets" : String.join("-", only), jsonLogs);
        messages.println("Starting in " + folder.root() + " …");
        messages.flush();
        Product product = new Product(folder, ports, certificates);
        stopWithProcess(product, folder, messages);
        Set<Part> services = EnumSet.copyOf(parts);
        services.removeAll(Part.INFRASTRUCTURE);
        Readiness readiness = new Readiness(ports, transport, Clock.systemUTC(), messages);
        if (!services.isEmpty()) {
            Set<Part> elsewhere = EnumSet.copyOf(Part.INFRASTRUCTURE);
            elsewhere.removeAll(parts);
            readiness.awaitListening(elsewhere);
        }
        product.start(parts, messages);
        folder.remember(ports, certificates == null ? null : certificates.authority());
        FirstData firstData = new FirstData(folder, ports, transport);
        List<String> households = enter(firstData, services, readiness);
        new Welcome(spec.commandLine().getOut(), folder, ports, certificates, place.words()).print(parts, age(),
                households);
        new CountDownLatch(1).await();
        return Exit.DONE.code();
    }

    /** A product that was encrypted is never started plainly by forgetting an option. */
    private @Nullable CertificateFolder certificates(DataFolder folder) {
        if (certificateFolder != null) {
            if (unencrypted) {
                throw new Refused(Exit.USAGE, "Either --certificates or --unencrypted, not both.");
            }
            return CertificateFolder.at(certificateFolder);
        }
        if (!unencrypted && folder.rememberedAuthority().isPresent()) {
            throw new Refused(Exit.USAGE, "The product of " + folder.root() + " was last started with certificates; "
                    + "name them again with --certificates DIR, or give the encryption up with --unencrypted.");
        }
        return null;
    }

    private static List<String> enter(FirstData firstData, Set<Part> services, Readiness readiness)
            throws InterruptedException {
        if (services.contains(Part.DISPATCH)) {
            firstData.importGrid();
        }
        readiness.awaitReady(services);
        return services.contains(Part.INTAKE) ? firstData.enterSamples() : List.of();
    }

    /** How long this JVM has lived; the process may be older, as the script that built the product first. */
    private static Duration age() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static void stopWithProcess(Product product, DataFolder folder, PrintWriter messages) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (product.isRunning()) {
                messages.println("Stopping …");
                messages.flush();
                product.close();
                messages.println("Stopped; the data stays in " + folder.root() + ".");
                messages.flush();
            }
        }));
    }

    /** Must come before the first logger: four applications share one logging system and none of them may set it up. */
    private static void quietLogging(DataFolder folder, String name, boolean json) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("logback.configurationFile", json ? "logback-up-json.xml" : "logback-up.xml");
        System.setProperty("twonets.logs", folder.part("logs").toString());
        System.setProperty("twonets.log.name", name);
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
    }
}
