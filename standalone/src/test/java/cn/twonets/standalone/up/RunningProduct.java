package cn.twonets.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.standalone.TwoNets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** {@code twonets up} in a JVM of its own, which can be killed; other commands run in the test's JVM. */
final class RunningProduct implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final int base;
    private final Path out;
    private final Path err;
    private final Process process;

    private RunningProduct(Path folder, int base, String... more) throws IOException {
        this.folder = folder;
        this.base = base;
        this.out = Files.createTempFile(folder.getParent(), "up", ".out");
        this.err = Files.createTempFile(folder.getParent(), "up", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                TwoNets.class.getName(),
                "up"));
        command.addAll(List.of(more));
        command.addAll(place());
        this.process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Starts it and returns at once. */
    static RunningProduct start(Path folder, int base, String... more) throws IOException {
        return new RunningProduct(folder, base, more);
    }

    /**
     * Thirteen free ports side by side, below those that the system gives to outgoing connections: a product that is
     * killed must find its own free when it starts again.
     */
    static int freeBase() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int base = ThreadLocalRandom.current().nextInt(31_000, 32_700);
            if (allFree(base)) {
                return base;
            }
        }
        throw new IOException("no thirteen free ports side by side");
    }

    RunningProduct awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            assertThat(process.isAlive() || said().contains("Ready after")).as(said()).isTrue();
            assertThat(said()).contains("Ready after");
        });
        return this;
    }

    /** What it printed, both streams. */
    String said() throws IOException {
        return Files.readString(out) + Files.readString(err);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As Ctrl-C does; returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Runs another command on the same folder. */
    Told run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(place());
        StringWriter told = new StringWriter();
        StringWriter complained = new StringWriter();
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(told, true));
        line.setErr(new PrintWriter(complained, true));
        int code = line.execute(words.toArray(String[]::new));
        return new Told(code, told.toString(), complained.toString());
    }

    int base() {
        return base;
    }

    private List<String> place() {
        return List.of("--data", folder.toString(), "--port-base", Integer.toString(base));
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + 13; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** What a command answered. */
    record Told(int code, String out, String err) {}
}
