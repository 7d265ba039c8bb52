package cn.twonets.benchmarks;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bson.Document;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures the floors of this machine in one run: the bare embedded store and the bare in-process broker, with client and
 * server in this one JVM. The product cannot be faster than these; what it adds is the distance to them. Data lies in a
 * temporary folder that is deleted at the end.
 */
@Command(name = "FloorBench", synopsisHeading = "Examples:%n", customSynopsis = {
        "  java -cp 'benchmarks/target/bench/lib/*' cn.twonets.benchmarks.FloorBench",
        "  java -cp ... cn.twonets.benchmarks.FloorBench --seconds 30 --connections 1,4,16",
        "  java -cp ... cn.twonets.benchmarks.FloorBench --json | tail -1 > floors.json"}, descriptionHeading = "%n", description = {
                "Measures what the embedded store and the in-process broker can do bare on this machine."}, optionListHeading = "%nOptions:%n", mixinStandardHelpOptions = true)
public final class FloorBench implements Callable<Integer> {
    private static final int LONGEST_SECONDS = 600;
    private static final int MOST_CONNECTIONS = 60;
    private static final int MEBIBYTE = 1 << 20;

    private final Clock clock;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "how long each step is measured, 1 to 600; default ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--connections", paramLabel = "N,N", split = ",", defaultValue = "1,8,32", description = "connections of the single replaces, 1 to 60 each; default ${DEFAULT-VALUE}")
    private List<Integer> connections = List.of();

    @Option(names = "--json", description = "ends with all figures as one line of JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    FloorBench(Clock clock) {
        this.clock = clock;
    }

    /** Runs once and ends the process: 0 done, 1 failed, 2 wrong options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new FloorBench(Clock.systemUTC())).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        requireSensible();
        PrintWriter out = spec.commandLine().getOut();
        Document run = describe();
        run.forEach((name, value) -> out.printf(Locale.ROOT, "%-16s %s%n", name, value));
        out.println();
        out.flush();
        List<Figure> figures = Floors.measure(Duration.ofSeconds(seconds), connections);
        print(out, figures);
        if (json) {
            run.append("figures", figures.stream().map(FloorBench::forPrograms).toList());
            out.println(run.toJson());
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private void requireSensible() {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new ParameterException(spec.commandLine(),
                    "--seconds lies between 1 and " + LONGEST_SECONDS + ", not " + seconds);
        }
        for (int number : connections) {
            if (number < 1 || number > MOST_CONNECTIONS) {
                throw new ParameterException(spec.commandLine(),
                        "--connections lie between 1 and " + MOST_CONNECTIONS + ", not " + number);
            }
        }
    }

    private Document describe() {
        Runtime machine = Runtime.getRuntime();
        return new Document("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .append("cores", machine.availableProcessors())
                .append("maxHeapMiB", (int) (machine.maxMemory() / MEBIBYTE))
                .append("java", Runtime.version().toString()).append("secondsPerStep", seconds)
                .append("connections", connections).append("documents", StoreFloor.DOCUMENTS)
                .append("documentBytes", StoreFloor.documentBytes()).append("fsync", false)
                .append("recordBytes", Chain.RECORD_BYTES).append("partitions", Chain.PARTITIONS)
                .append("window", Chain.WINDOW).append("producer", "acks=all, lz4, linger 2 ms")
                .append("idleRate", BrokerFloor.IDLE_RATE);
    }

    private static void print(PrintWriter out, List<Figure> figures) {
        int width = figures.stream().mapToInt(figure -> figure.what().length()).max().orElse(1);
        String line = "%-" + width + "s  %10s  %12s %s%n";
        out.printf(Locale.ROOT, line, "what", "count", "figure", "unit");
        for (Figure figure : figures) {
            String value = String.format(Locale.ROOT, figure.unit().equals(Figure.MILLISECONDS) ? "%,.2f" : "%,.0f",
                    figure.value());
            out.printf(Locale.ROOT, line, figure.what(), String.format(Locale.ROOT, "%,d", figure.count()), value,
                    figure.unit());
        }
    }

    private static Document forPrograms(Figure figure) {
        return new Document("name", figure.name()).append("count", figure.count()).append("value", figure.value())
                .append("unit", figure.unit());
    }
}
