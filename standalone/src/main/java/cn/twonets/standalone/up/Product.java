package cn.twonets.standalone.up;

import cn.twonets.broker.BrokerSecurity;
import cn.twonets.broker.BrokerStartException;
import cn.twonets.broker.InProcessBroker;
import cn.twonets.standalone.issuer.ClientSecrets;
import cn.twonets.standalone.issuer.LocalIssuer;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.CertificateFolder;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Ports;
import cn.twonets.standalone.place.Refused;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreException;
import cn.twonets.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the product that run in this process. Started side by side; stopped services first, then issuer, broker
 * and store.
 */
final class Product implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Product.class);

    private final DataFolder folder;
    private final Ports ports;
    private final @Nullable CertificateFolder certificates;
    private final List<DataFolder.Held> held = new ArrayList<>();
    private final Map<Part, AutoCloseable> running = new EnumMap<>(Part.class);
    private boolean closed;

    /** @param certificates by which every connection is encrypted; null for plain ones */
    Product(DataFolder folder, Ports ports, @Nullable CertificateFolder certificates) {
        this.folder = folder;
        this.ports = ports;
        this.certificates = certificates;
    }

    /**
     * Starts parts; returns once each of them listens.
     *
     * @throws Refused if a port is taken, the folder is in use, or a part does not start; nothing is left running then
     */
    void start(Set<Part> parts, PrintWriter messages) {
        try {
            parts.forEach(part -> held.add(folder.hold(part.word())));
            parts.forEach(part -> requireFree(part, part.port(ports)));
            parts.stream().filter(Part::isService).forEach(part -> requireFree(part, part.managementPort(ports)));
            if (certificates != null && parts.contains(Part.BROKER)) {
                // before those that log in with them, side by side with the broker
                BrokerPasswords.of(folder);
            }
            startAll(parts, messages);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startAll(Set<Part> parts, PrintWriter messages) {
        try (ExecutorService starters = Executors
                .newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory())) {
            Map<Part, CompletableFuture<Void>> starting = new EnumMap<>(Part.class);
            // A store with much in it reads for minutes. Services beside it would take processors from it, and complain.
            CompletableFuture<Void> store = parts.contains(Part.STORE)
                    ? CompletableFuture.runAsync(() -> start(Part.STORE, messages), starters)
                    : CompletableFuture.completedFuture(null);
            CompletableFuture<Void> broker = parts.contains(Part.BROKER)
                    ? CompletableFuture.runAsync(() -> start(Part.BROKER, messages), starters)
                    : CompletableFuture.completedFuture(null);
            // An encrypted broker gets to know its users once it runs, and turns away whoever knocks earlier.
            CompletableFuture<Void> ground = certificates == null ? store : CompletableFuture.allOf(store, broker);
            for (Part part : parts) {
                starting.put(part, switch (part) {
                    case STORE -> store;
                    case BROKER -> broker;
                    case INTAKE, DISPATCH, RESOURCE -> ground.thenRunAsync(() -> start(part, messages), starters);
                    case ISSUER, GATEWAY -> CompletableFuture.runAsync(() -> start(part, messages), starters);
                });
            }
            Refused first = null;
            for (Map.Entry<Part, CompletableFuture<Void>> start : starting.entrySet()) {
                try {
                    start.getValue().join();
                } catch (CompletionException e) {
                    first = first == null ? refusal(start.getKey(), e.getCause()) : first;
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }

    private void start(Part part, PrintWriter messages) {
        AutoCloseable started = startOne(part);
        if (keep(part, started)) {
            messages.println("  " + part.title() + " is up");
            messages.flush();
        }
    }

    /** What becomes ready while the product is being stopped is stopped at once. */
    private boolean keep(Part part, AutoCloseable started) {
        synchronized (running) {
            if (!closed) {
                running.put(part, started);
                return true;
            }
        }
        stop(part, started);
        return false;
    }

    private AutoCloseable startOne(Part part) {
        return switch (part) {
            case BROKER -> InProcessBroker.start(folder.part("broker"), ports.kafka(), ports.kafkaController(),
                    brokerSecurity());
            case STORE -> EmbeddedStore.open(storeSettings());
            case ISSUER -> startIssuer();
            case INTAKE, DISPATCH, RESOURCE, GATEWAY -> Services.start(part, folder, ports, certificates);
        };
    }

    private @Nullable BrokerSecurity brokerSecurity() {
        return certificates == null
                ? null
                : new BrokerSecurity(DataFolder.text(certificates.certificate()),
                        DataFolder.text(certificates.key()), DataFolder.text(certificates.authority()),
                        BrokerPasswords.of(folder), BrokerRights.all());
    }

    private StoreSettings storeSettings() {
        StoreSettings settings = StoreSettings.in(folder.part("store")).withPort(ports.store());
        return certificates == null
                ? settings
                : settings.withEncryption(
                        new StoreSettings.Encryption(certificates.privateKey(), certificates.chain()));
    }

    private LocalIssuer startIssuer() {
        SigningKey key = SigningKey.of(folder);
        LocalTokens tokens = new LocalTokens(key, ports.issuerUri(), Clock.systemUTC());
        try {
            return LocalIssuer.start(ports.issuerUri(), key, tokens, ClientSecrets.of(folder),
                    certificates == null ? null : certificates.context());
        } catch (IOException e) {
            throw taken(Part.ISSUER, ports.issuer());
        }
    }

    /** Whether there is anything to stop. */
    boolean isRunning() {
        synchronized (running) {
            return !closed;
        }
    }

    /** Stops everything that runs, as far as it can be stopped; never throws. */
    @Override
    public void close() {
        synchronized (running) {
            if (closed) {
                return;
            }
            closed = true;
        }
        stop(List.of(Part.GATEWAY));
        stop(List.of(Part.INTAKE, Part.DISPATCH, Part.RESOURCE));
        stop(List.of(Part.ISSUER, Part.BROKER));
        stop(List.of(Part.STORE));
        held.forEach(DataFolder.Held::close);
    }

    private void stop(Collection<Part> parts) {
        Map<Part, AutoCloseable> together = new EnumMap<>(Part.class);
        synchronized (running) {
            EnumSet.copyOf(parts).forEach(part -> {
                AutoCloseable started = running.remove(part);
                if (started != null) {
                    together.put(part, started);
                }
            });
        }
        try (ExecutorService stoppers = Executors
                .newThreadPerTaskExecutor(Thread.ofPlatform().name("stop-", 0).factory())) {
            together.forEach((part, started) -> stoppers.execute(() -> stop(part, started)));
        }
    }

    private static void stop(Part part, AutoCloseable started) {
        try {
            started.close();
        } catch (Exception e) {
            log.warn("{} did not stop cleanly", part.title(), e);
        }
    }

    private static void requireFree(Part part, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw taken(part, port);
        }
    }

    private static Refused taken(Part part, int port) {
        return new Refused(Exit.CANNOT_START, "Port " + port + " for " + part.title()
                + " is taken; stop what uses it, or choose other ports with --port-base.");
    }

    private Refused refusal(Part part, Throwable cause) {
        return switch (cause) {
            case Refused refused -> refused;
            case BrokerStartException broker -> new Refused(Exit.CANNOT_START, String.valueOf(broker.getMessage()));
            case StoreException store -> new Refused(Exit.CANNOT_START, String.valueOf(store.getMessage()));
            default -> {
                log.error("{} could not start", part.title(), cause);
                yield new Refused(Exit.CANNOT_START, "Could not start " + part.title() + ": " + rootOf(cause)
                        + "; the whole story is in " + folder.root().resolve("logs") + ".");
            }
        };
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
