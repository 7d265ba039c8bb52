package cn.twonets.benchmarks.peer;

import cn.twonets.load.OpenLoop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets a general workflow engine do the life of a need, and measures it: first as fast as it can, then open loop at half of
 * that or at a given rate. Runs in a process of its own, so that processor time and heap are the engine's own.
 */
@Command(name = "PeerBench", synopsisHeading = "Examples:%n", customSynopsis = {
        "  ./twonets bench --peer",
        "  java -Xmx1g -cp 'benchmarks-peer/target/peer/lib/*' cn.twonets.benchmarks.peer.PeerBench --needs 10000",
        "  java ... --jdbc 'jdbc:postgresql://127.0.0.1:5432/peer?user=peer' --json | tail -1"}, descriptionHeading = "%n", description = {
                "Measures the life of a need on an embedded workflow engine with a database."}, optionListHeading = "%nOptions:%n", mixinStandardHelpOptions = true)
public final class PeerBench implements Callable<Integer> {
    private static final int MEBIBYTE = 1 << 20;
    private static final int SPARE_CONNECTIONS = 4;

    private final Clock clock;

    @Option(names = "--needs", paramLabel = "N", defaultValue = "5000", description = "lives in each of the two measured steps, 10 to 1,000,000; default ${DEFAULT-VALUE}")
    private int needs;

    @Option(names = "--warmup", paramLabel = "N", description = "lives before the measured ones; default as many as --needs, 5,000 at most")
    private @Nullable Integer warmup;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "lives a second of the second step; 0, the default, is half of what the first one showed")
    private double rate;

    @Option(names = "--resources", paramLabel = "N", defaultValue = "200", description = "aid resources; default ${DEFAULT-VALUE}")
    private int resources;

    @Option(names = "--units", paramLabel = "N", defaultValue = "1000000", description = "what each resource has to give; default ${DEFAULT-VALUE}")
    private int units;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "8", description = "threads of the people, 1 to 64; default ${DEFAULT-VALUE}")
    private int workers;

    @Option(names = "--jdbc", paramLabel = "URL", description = "a PostgreSQL server, jdbc:postgresql://…; without it H2 runs in this process. A schema of its own is made there and dropped")
    private @Nullable String jdbc;

    @Option(names = "--h2-write-delay", paramLabel = "MS", defaultValue = "0", description = "how much later than its answer a commit may reach H2's file; default ${DEFAULT-VALUE}")
    private int writeDelay;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the distances between arrivals; default ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "ends with all figures as one line of JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    PeerBench(Clock clock) {
        this.clock = clock;
    }

    /** Runs once and ends the process: 0 done, 1 failed or something is wrong, 2 wrong options. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new PeerBench(Clock.systemUTC())).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        require(needs, "--needs", 10, 1_000_000);
        require(resources, "--resources", 1, 100_000);
        require(units, "--units", 1, 1_000_000_000);
        require(workers, "--workers", 1, 64);
        if (jdbc != null && !jdbc.startsWith("jdbc:postgresql://")) {
            throw new ParameterException(spec.commandLine(), "--jdbc is jdbc:postgresql://host:port/database?user=…");
        }
        Path folder = Files.createTempDirectory("twonets-peer-");
        PeerFigures figures;
        try {
            figures = measure(folder);
        } finally {
            delete(folder);
        }
        PrintWriter out = spec.commandLine().getOut();
        new PeerReport(out).print(figures);
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(figures));
        }
        out.flush();
        return figures.findings().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private PeerFigures measure(Path folder) throws IOException, SQLException, InterruptedException {
        int connections = workers + PeerEngine.JOB_THREADS + SPARE_CONNECTIONS;
        try (PeerDatabase database = jdbc == null
                ? new H2Database(folder.resolve("h2"), writeDelay, connections)
                : new PostgresDatabase(jdbc, connections)) {
            ResourcePools pools = new ResourcePools(resources);
            try (PeerCrowd crowd = new PeerCrowd(database, pools, clock, workers)) {
                try (Connection connection = database.connections().getConnection()) {
                    pools.create(connection, units);
                    connection.commit();
                }
                return measure(database, pools, crowd);
            }
        }
    }

    private PeerFigures measure(PeerDatabase database, ResourcePools pools, PeerCrowd crowd)
            throws IOException, SQLException, InterruptedException {
        int window = workers * 4;
        crowd.flatOut(warmup == null ? Math.min(needs, 5_000) : warmup, window);
        long bytesBefore = database.bytesOnDisk();
        long logBefore = database.logBytes();
        long livesBefore = crowd.begun();
        Meter full = new Meter(database);
        PeerFigures.Step flatOut = full.step(needs, 0, 0, crowd.flatOut(needs, window));
        double perSecond = rate > 0 ? rate : flatOut.completedPerSecond() / 2;
        OpenLoop arrivals = new OpenLoop(OpenLoop.Spread.POISSON, seed);
        Meter half = new Meter(database);
        Latencies latencies = crowd.paced(arrivals, needs, perSecond);
        PeerFigures.Step paced = half.step(needs, perSecond, arrivals.lateStarts(), latencies);
        long measured = crowd.begun() - livesBefore;
        long bytes = (database.bytesOnDisk() - bytesBefore) / measured;
        long log = (database.logBytes() - logBefore) / measured;
        try (Connection connection = database.connections().getConnection()) {
            PeerJudge.Verdict verdict = new PeerJudge(connection).judge(crowd.begun(), pools);
            connection.rollback();
            List<String> findings = new ArrayList<>(crowd.failures());
            findings.addAll(verdict.findings());
            return new PeerFigures(PeerEngine.name(), database.name(), database.durability(), "full",
                    Runtime.getRuntime().maxMemory() / MEBIBYTE, crowd.begun(), verdict.closed(), verdict.unmet(),
                    bytes,
                    log, flatOut, paced, findings);
        }
    }

    /** Reads clocks before and after a step. */
    private static final class Meter {
        private final PeerDatabase database;
        private final long began = System.nanoTime();
        private final Duration own = processorTime();
        private final Optional<Duration> others;

        Meter(PeerDatabase database) {
            this.database = database;
            this.others = database.processorTime();
        }

        PeerFigures.Step step(long lives, double offered, long lateStarts, Latencies latencies) {
            double seconds = (System.nanoTime() - began) / 1e9;
            return new PeerFigures.Step(lives, offered, lives / seconds, per1000(processorTime().minus(own), lives),
                    theDatabases(lives), lateStarts, latencies.accept(),
                    latencies.actToVisible(), latencies.life());
        }

        private @Nullable Double theDatabases(long lives) {
            return others.flatMap(
                    before -> database.processorTime().map(now -> per1000(now.minus(before), lives))).orElse(null);
        }

        private static double per1000(Duration time, long lives) {
            return time.toNanos() / 1e9 * 1_000 / lives;
        }

        private static Duration processorTime() {
            return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        }
    }

    private void require(int value, String option, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(spec.commandLine(),
                    option + " lies between " + least + " and " + most + ", not " + value);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
