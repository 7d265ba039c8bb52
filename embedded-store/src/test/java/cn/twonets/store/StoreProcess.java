package cn.twonets.store;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A store in a process of its own, that a test may kill. */
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final String uri;

    private StoreProcess(Process process, String uri) {
        this.process = process;
        this.uri = uri;
    }

    /** The child's part: opens the store, says where it listens, and ends when its input does. */
    public static void main(String[] arguments) throws IOException {
        StoreSettings settings = StoreSettings.in(Path.of(arguments[0]))
                .withSnapshotAfterBytes(Long.parseLong(arguments[1])).withFsync(Boolean.parseBoolean(arguments[2]));
        try (EmbeddedStore store = EmbeddedStore.open(settings)) {
            System.out.println(store.connectionString());
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    static StoreProcess start(StoreSettings settings, String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData", "-cp",
                System.getProperty("java.class.path"), StoreProcess.class.getName(), settings.folder().toString(),
                String.valueOf(settings.snapshotAfterBytes()), String.valueOf(settings.fsync())));
        try {
            File log = settings.folder().resolveSibling(settings.folder().getFileName() + ".log").toFile();
            Process process = new ProcessBuilder(command).redirectError(Redirect.appendTo(log)).start();
            BufferedReader said = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new StoreProcess(process,
                    Objects.requireNonNull(said.readLine(), "the store did not start, see " + log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return uri;
    }

    Process process() {
        return process;
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
