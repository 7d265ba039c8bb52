package cn.twonets.load;

import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code twonets up} in a process of its own, whole or some parts of it, on free loopback ports. Ended with this JVM,
 * however that ends, as far as a shutdown hook runs.
 */
public final class ProductProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ENDING_SECONDS = 60;
    private static final int SPAN = 13;
    /** The product's ports, and one more that says that they are somebody's. */
    private static final int BLOCK = SPAN + 1;
    /** All blocks lie below the ports that systems give to outgoing connections. */
    private static final int LOWEST_BASE = 11_000;
    private static final int BLOCKS = 1_428;
    private static final Set<ServerSocket> GUARDS = ConcurrentHashMap.newKeySet();

    private final Launch launch;
    private final Path data;
    private final int base;
    private final String parts;
    private @Nullable Process process;
    private long readyBefore;

    /**
     * How the command line is run.
     *
     * @param command what stands before {@code up}
     * @param environment added to this process's own
     */
    public record Launch(List<String> command, Map<String, String> environment) {
        /** As people start it: by the script, with its own settings of the JVM. */
        public static Launch byScript(Path script, String javaOptions) {
            return new Launch(List.of(script.toString()), Map.of("TWONETS_JAVA_OPTS", javaOptions));
        }

        /** On this JVM's class path without its test classes, for where the script was not run. */
        public static Launch onClassPath(List<String> javaOptions) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(javaOptions);
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", productClassPath(),
                    TwoNets.class.getName()));
            return new Launch(command, Map.of());
        }

        private static String productClassPath() {
            return String.join(File.pathSeparator,
                    List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                            .filter(entry -> !entry.replaceFirst("/$", "").endsWith("test-classes"))
                            .toList());
        }
    }

    private ProductProcess(Launch launch, Path data, int base, String parts) {
        this.launch = launch;
        this.data = data;
        this.base = base;
        this.parts = parts;
    }

    /**
     * Starts it and returns once it says that it is ready.
     *
     * @param parts the parts to start, as {@code --only} names them; none for all
     */
    public static ProductProcess start(Launch launch, Path data, int base, String... parts)
            throws IOException, InterruptedException {
        ProductProcess product = begin(launch, data, base, parts);
        product.awaitReady();
        return product;
    }

    /** Starts it and does not wait: parts that need each other must be started before any of them is ready. */
    public static ProductProcess begin(Launch launch, Path data, int base, String... parts) throws IOException {
        ProductProcess product = new ProductProcess(launch, data, base, String.join(",", parts));
        product.begin();
        return product;
    }

    /** Kills it as the machine might: {@code kill -9}. */
    public void kill() throws InterruptedException {
        Process running = running();
        running.destroyForcibly();
        if (!running.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the killed product still runs");
        }
    }

    /** Starts it again and kills it after a while, ready or not. */
    public void killWhileStarting(Duration after) throws IOException, InterruptedException {
        begin();
        running().waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
        kill();
    }

    /** Starts it again on the same folder and ports. */
    public void restart() throws IOException, InterruptedException {
        begin();
        awaitReady();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it ended with, once it has ended. */
    public int exitCode() {
        return running().exitValue();
    }

    /** The id of the process, which is the JVM's. */
    public long pid() {
        return running().pid();
    }

    /** Calls through the gateway. */
    public Api api() {
        return new Api(ports().gatewayUri(),
                new LocalTokens(SigningKey.of(folder()), ports().issuerUri(), Clock.systemUTC()));
    }

    public Ports ports() {
        return Ports.from(base);
    }

    public DataFolder folder() {
        return DataFolder.at(data);
    }

    /** What it has said so far, for messages about failures. */
    public String output() {
        try {
            return Files.exists(outputFile()) ? Files.readString(outputFile()) : "";
        } catch (IOException e) {
            return "its output cannot be read: " + e;
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the product was not started");
        }
        return process;
    }

    private void begin() throws IOException {
        List<String> command = new ArrayList<>(launch.command());
        command.addAll(List.of("up", "--data", data.toString(), "--port-base", String.valueOf(base)));
        if (!parts.isEmpty()) {
            command.addAll(List.of("--only", parts));
        }
        Files.createDirectories(data.toAbsolutePath().getParent());
        readyBefore = readyLines();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile().toFile()));
        builder.environment().putAll(launch.environment());
        Process started = builder.start();
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    }

    /**
     * Returns once it says that it is ready.
     *
     * @throws IOException if it ends, or is not ready for minutes
     */
    public void awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (readyLines() <= readyBefore) {
            if (!isAlive()) {
                throw new IOException("the product stopped by itself:\n" + output());
            }
            if (System.nanoTime() > until) {
                throw new IOException("the product was not ready after " + PATIENCE.toMinutes() + " minutes:\n"
                        + output());
            }
            Thread.sleep(100);
        }
    }

    private long readyLines() {
        return output().lines().filter(line -> line.startsWith("Ready after")).count();
    }

    private Path outputFile() {
        return data.resolveSibling(data.getFileName() + (parts.isEmpty() ? "" : "-" + parts.replace(',', '-'))
                + ".out");
    }

    /**
     * The first of thirteen free ports side by side, which no other caller gets while this JVM runs, here or in another
     * JVM: the port behind them is held so long, and whoever looks for ports finds it taken.
     */
    public static int freeBase() throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int candidate = LOWEST_BASE + BLOCK * ThreadLocalRandom.current().nextInt(BLOCKS);
            if (reserve(candidate)) {
                return candidate;
            }
        }
        throw new IOException("no thirteen free ports side by side");
    }

    private static boolean reserve(int base) throws IOException {
        ServerSocket guard;
        try {
            guard = new ServerSocket(base + SPAN, 1, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            return false;
        }
        if (!allFree(base)) {
            guard.close();
            return false;
        }
        GUARDS.add(guard);
        return true;
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + SPAN; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(false);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Tells it to stop, and kills it if it does not. */
    @Override
    public void close() throws InterruptedException {
        Process running = running();
        running.destroy();
        if (!running.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
