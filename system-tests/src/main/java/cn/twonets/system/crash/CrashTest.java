package cn.twonets.system.crash;

import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the crash test. */
@Command(name = "crash-test", mixinStandardHelpOptions = true, customSynopsis = {
        "  twonets crash-test                                   1,000 needs, 10 kills",
        "  twonets crash-test --needs 100000 --kills 100 --seed 7",
        "  twonets crash-test --separate --json                 broker, store and services as processes"}, description = {
                "Works with a product of its own, kills it with kill -9 at random instants, restarts it, and judges from",
                "outside that nothing accepted was lost, doubled or overdrawn. Exit code 0 only if all of it holds."})
public final class CrashTest implements Callable<Integer> {
    @Option(names = "--needs", paramLabel = "N", description = "lives that begin, at the least (${DEFAULT-VALUE})")
    private long needs = 1_000;

    @Option(names = "--kills", paramLabel = "K", description = "how often a process is killed (${DEFAULT-VALUE})")
    private int kills = 10;

    @Option(names = "--seed", paramLabel = "S", description = "which process, when, and how arrivals are spread (${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--separate", description = "broker, store and each service as a process of its own")
    private boolean separate;

    @Option(names = "--rate", paramLabel = "R", description = "lives that begin in a second; by itself, so many that the needs last for the kills")
    private double rate;

    @Option(names = "--under-way", paramLabel = "N", description = "lives led at once at the most; beyond that they begin late (${DEFAULT-VALUE})")
    private int mostUnderWay = Settings.USUALLY_UNDER_WAY;

    @Option(names = "--data", paramLabel = "DIR", description = "an empty folder to keep everything in; by itself a new one that is named at the end")
    private @Nullable Path data;

    @Option(names = "--java-option", paramLabel = "OPTION", description = "of every process of the product, instead of the usual ones; the heap is measured by the needs (repeatable)")
    private List<String> javaOptions = Settings.USUAL_OPTIONS;

    @Option(names = "--patience", paramLabel = "MINUTES", description = "how long the end is waited for (${DEFAULT-VALUE})")
    private int patience = 10;

    @Option(names = "--json", description = "ends with one line of JSON on standard output, the rest goes to standard error")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data == null ? Files.createTempDirectory("twonets-crash-") : Files.createDirectories(data);
        try (var inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                System.err.println(folder + " is not empty; name a new folder with --data.");
                return 2;
            }
        }
        Settings settings = new Settings(needs, kills, seed, separate,
                rate > 0 ? rate : Settings.usualRate(needs, kills), mostUnderWay,
                folder, javaOptions, Duration.ofMinutes(patience));
        Report report = new CrashRun(settings, System.err::println).run();
        report.print(json ? System.err : System.out);
        System.err.println("history, run and data: " + folder);
        if (json) {
            System.out.println(report.json());
        }
        return report.holds() ? 0 : 1;
    }

    /** Exit codes: 0 all holds, 1 something does not, 2 wrong usage, 3 it could not be run. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new CrashTest());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Refused) {
                System.err.println(failure.getMessage());
            } else {
                failure.printStackTrace(System.err);
            }
            return 3;
        });
        System.exit(line.execute(args));
    }
}
