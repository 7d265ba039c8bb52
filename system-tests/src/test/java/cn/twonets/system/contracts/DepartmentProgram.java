package cn.twonets.system.contracts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program of {@code docs/departments.md}, as it stands there, in a process of its own. */
final class DepartmentProgram implements AutoCloseable {
    static final Path PAGE = Path.of("..", "docs", "departments.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    /** What {@code kafka-clients} brings along, and nothing else. */
    private static final List<String> LIBRARIES = List.of("kafka-clients-", "lz4-java-", "zstd-jni-", "snappy-java-",
            "slf4j-api-");

    private final Process process;
    private final Path output;
    private final Path complaints;

    private DepartmentProgram(Process process, Path output, Path complaints) {
        this.process = process;
        this.output = output;
        this.complaints = complaints;
    }

    /**
     * Starts it.
     *
     * @param folder where the program and its output may lie
     * @param name of this run
     * @param bootstrapServers of the broker
     * @param group the consumer group
     * @param referrals its own folder
     */
    static DepartmentProgram start(Path folder, String name, String bootstrapServers, String group, Path referrals)
            throws IOException {
        Matcher found = PROGRAM.matcher(Files.readString(PAGE));
        if (!found.find()) {
            throw new IllegalStateException("no program in " + PAGE);
        }
        Path program = Files.writeString(folder.resolve("DepartmentConsumer.java"), found.group(1));
        Path settings = Files.writeString(folder.resolve(name + ".properties"),
                "bootstrap.servers=" + bootstrapServers + "\ngroup.id=" + group + "\n");
        Path output = folder.resolve(name + ".out");
        Path complaints = folder.resolve(name + ".err");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", libraries(), program.toString(), settings.toString(),
                "housing-bureau", referrals.toString())
                .redirectOutput(output.toFile())
                .redirectError(complaints.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new DepartmentProgram(process, output, complaints);
    }

    private static String libraries() {
        List<String> found = List.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .stream()
                .filter(entry -> LIBRARIES.stream().anyMatch(Path.of(entry).getFileName().toString()::startsWith))
                .toList();
        return String.join(File.pathSeparator, found);
    }

    /** The lines that it has printed about a need. */
    List<String> lines(String need) throws IOException {
        requireAlive();
        return Files.readAllLines(output).stream().filter(line -> line.startsWith(need + ".")).toList();
    }

    /** What it could not read, and whatever else it complained about. */
    String complaints() throws IOException {
        return Files.readString(complaints);
    }

    private void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("it stopped by itself:\n" + complaints());
        }
    }

    /** Kills it as the machine might. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the killed program still runs");
        }
    }
}
