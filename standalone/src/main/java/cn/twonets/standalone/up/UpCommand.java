package cn.twonets.standalone.up;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Ports;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
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
        "  twonets up --only dispatch"}, description = {
                "Starts the product on this machine and stays until Ctrl-C.",
                "Everything listens on the loopback address only. Not for production."})
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(names = "--only", split = ",", paramLabel = "PART", description = "start only these: broker, store, issuer, intake, dispatch, resource, gateway")
    private List<String> only = List.of();

    @Option(names = "--json-logs", description = "write log lines as JSON (Elastic Common Schema), to the log file and the terminal")
    private boolean jsonLogs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter messages = spec.commandLine().getErr();
        Set<Part> parts = only.isEmpty() ? EnumSet.allOf(Part.class) : Part.named(only);
        Ports ports = place.ports();
        DataFolder folder = place.folder().create();
        quietLogging(folder, only.isEmpty() ? "twonets" : String.join("-", only), jsonLogs);
        messages.println("Starting in " + folder.root() + " …");
        messages.flush();
        Product product = new Product(folder, ports);
        stopWithProcess(product, folder, messages);
        Set<Part> services = EnumSet.copyOf(parts);
        services.removeAll(Part.INFRASTRUCTURE);
        Readiness readiness = new Readiness(ports, Clock.systemUTC(), messages);
        if (!services.isEmpty()) {
            Set<Part> elsewhere = EnumSet.copyOf(Part.INFRASTRUCTURE);
            elsewhere.removeAll(parts);
            readiness.awaitListening(elsewhere);
        }
        product.start(parts, messages);
        folder.remember(ports);
        List<String> households = firstData(folder, ports, services, readiness);
        new Welcome(spec.commandLine().getOut(), folder, ports, place.words()).print(parts, age(), households);
        new CountDownLatch(1).await();
        return Exit.DONE.code();
    }

    private static List<String> firstData(DataFolder folder, Ports ports, Set<Part> services, Readiness readiness)
            throws InterruptedException {
        FirstData firstData = new FirstData(folder, ports);
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
