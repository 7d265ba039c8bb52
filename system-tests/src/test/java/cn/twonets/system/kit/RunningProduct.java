package cn.twonets.system.kit;

import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code twonets up} in a process of its own, whole or some parts of it, on free ports and a folder of its own. */
public final class RunningProduct implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path data;
    private final int base;
    private final String parts;
    private final List<String> options;
    private final List<String> wishes;
    private Process process;
    private long readyBefore;

    private RunningProduct(Path data, int base, String parts, List<String> options, List<String> wishes) {
        this.data = data;
        this.base = base;
        this.parts = parts;
        this.options = List.copyOf(options);
        this.wishes = List.copyOf(wishes);
    }

    /**
     * The whole product, not started yet.
     *
     * @param options of its JVM
     * @param wishes further options of {@code twonets up}
     */
    public static RunningProduct prepare(Path data, List<String> options, String... wishes) throws IOException {
        return new RunningProduct(data, ProductProcess.freeBase(), "", options, List.of(wishes));
    }

    /** Starts it and waits until it says that it is ready. */
    public static RunningProduct start(Path data) throws IOException {
        RunningProduct product = new RunningProduct(data, ProductProcess.freeBase(), "", List.of(), List.of());
        product.restart();
        return product;
    }

    /** Starts some parts, on a folder and ports that other parts share. */
    public static RunningProduct startParts(Path data, int base, String... parts) throws IOException {
        RunningProduct product = prepareParts(data, base, List.of(), parts);
        product.restart();
        return product;
    }

    /**
     * Some parts that are not started yet.
     *
     * @param options of their JVM; the last one counts, and {@code -D} outranks the product's own settings
     */
    public static RunningProduct prepareParts(Path data, int base, List<String> options, String... parts) {
        return new RunningProduct(data, base, String.join(",", parts), options, List.of());
    }

    /** Kills it as the machine might: {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the killed product still runs");
        }
    }

    /** Starts it, again perhaps, on the same folder and ports, and waits until it is ready. */
    public void restart() throws IOException {
        launch();
        awaitReady();
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        await(parts + " to be ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the product stopped by itself:\n" + output());
            }
            return readyLines() > readyBefore;
        });
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it ended with, once it has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Calls through the gateway. */
    public Api api() {
        return new Api(ports().gatewayUri(), tokens());
    }

    /** A token as {@code twonets token} prints it. */
    public String token(PostId post) {
        return tokens().forPost(post, Duration.ofMinutes(5));
    }

    private LocalTokens tokens() {
        return new LocalTokens(SigningKey.of(DataFolder.at(data)), ports().issuerUri(), Clock.systemUTC());
    }

    public Ports ports() {
        return Ports.from(base);
    }

    public Path data() {
        return data;
    }

    /** What it has said so far, for failure messages. */
    public String output() {
        try {
            return Files.exists(outputFile()) ? Files.readString(outputFile()) : "";
        } catch (IOException e) {
            return "its output cannot be read: " + e;
        }
    }

    /** Starts it and does not wait. */
    public void launch() throws IOException {
        launch(List.of());
    }

    /** Starts it, this time with more options for its JVM, and does not wait. */
    public void launch(List<String> more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1200m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(more);
        command.addAll(
                List.of(
                        "-cp",
                        classPath(),
                        TwoNets.class.getName(),
                        "up",
                        "--data",
                        data.toString(),
                        "--port-base",
                        String.valueOf(base)));
        command.addAll(wishes);
        if (!parts.isEmpty()) {
            command.addAll(List.of("--only", parts));
        }
        Files.createDirectories(data.getParent());
        readyBefore = readyLines();
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile().toFile()))
                .start();
        // A test run that is broken off must not leave products behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private long readyLines() {
        return output().lines().filter(line -> line.contains("Ready")).count();
    }

    private Path outputFile() {
        return data.resolveSibling(data.getFileName() + parts.replace(',', '-') + ".out");
    }

    /** Test classes stay out: the product runs as it is shipped. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                List.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .stream()
                        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                        .toList());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
