package cn.twonets.benchmarks.lives;

import cn.twonets.benchmarks.Figure;
import cn.twonets.benchmarks.Floors;
import cn.twonets.load.Course;
import cn.twonets.load.Fleet;
import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures whole lives of needs through the gateway of a product, beside the floors of the machine in the same run. */
@Command(name = "twonets bench", synopsisHeading = "Examples:%n", customSynopsis = {
        "  twonets bench --needs 2000                   single acts, a leader decides",
        "  twonets bench --needs 5000 --mode bulk --auto-refer --json | tail -1",
        "  twonets bench --mode spike --base-rate 5     1, 15, 1, 25, 2, 35, 10 times the base",
        "  twonets bench --mode growth --needs 200000   the first tenth beside the last",
        "  twonets bench --separate --jfr bench.jfr     a process and a profile for each part",
        "  twonets bench --peer                         beside a workflow engine that leads the same life"}, descriptionHeading = "%n", description = {
                "Starts the product as it is shipped in a fresh folder, leads needs from submission to",
                "closure through the gateway, open loop, and says how many, how long, and what each costs.",
                "Exit code 1 if any call failed or any life did not end."}, optionListHeading = "%nOptions:%n", mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    private static final int WARM_UNDER_WAY = 64;
    private static final double SAFETY = 0.9;
    private static final String SCRIPT = "twonets.script";
    private static final String HEAP_BESIDE_PEER = "-Xmx2g";
    private static final int[] SPIKES = {1, 15, 1, 25, 2, 35, 10};

    @Option(names = "--needs", paramLabel = "N", defaultValue = "2000", description = "lives that are measured (default: ${DEFAULT-VALUE})")
    private long needs;

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "single", description = "single, bulk, intake, spike or growth (default: ${DEFAULT-VALUE})")
    private Mode mode = Mode.SINGLE;

    @Option(names = "--auto-refer", description = "needs of a category that refers at once; else a leader signs and refers")
    private boolean autoRefer;

    @Option(names = "--rate", paramLabel = "R", description = "lives offered a second; left out, nine tenths of what the warm-up found to be possible, and then half of that")
    private @Nullable Double rate;

    @Option(names = "--find-max", description = "raises the rate step by step until lives pile up, and names the last that was kept up")
    private boolean findMax;

    @Option(names = "--base-rate", paramLabel = "R", defaultValue = "4", description = "spike: lives a second at one time the base (default: ${DEFAULT-VALUE})")
    private double baseRate;

    @Option(names = "--step-seconds", paramLabel = "S", defaultValue = "10", description = "spike and find-max: how long each step lasts (default: ${DEFAULT-VALUE})")
    private double stepSeconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "1500", description = "lives led before anything is measured (default: ${DEFAULT-VALUE})")
    private long warmUp;

    @Option(names = "--under-way", paramLabel = "N", defaultValue = "64", description = "warm-up: lives kept under way at once (default: ${DEFAULT-VALUE})")
    private int underWay = WARM_UNDER_WAY;

    @Option(names = "--in-bulk", description = "growth and spike: people act on many at once, as with --mode bulk")
    private boolean inBulk;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "50", description = "bulk and intake: needs submitted at once, up to 1000 (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--villages", paramLabel = "N", defaultValue = "200", description = "villages that take part: each is a caller that reports and one that leads (default: ${DEFAULT-VALUE})")
    private int villages;

    @Option(names = "--separate", description = "a process for each part of the product")
    private boolean separate;

    @Option(names = "--data", paramLabel = "DIR", description = "measure the running product of this folder instead of starting one")
    private @Nullable Path data;

    @Option(names = "--jfr", paramLabel = "FILE", description = "record a profile of the product while it is measured")
    private @Nullable Path jfr;

    @Option(names = "--java-opts", paramLabel = "OPTS", defaultValue = "", description = "options for the product's JVM beside those it is shipped with")
    private String javaOptions = "";

    @Option(names = "--peer", description = "afterwards the same life on a general workflow engine, with the same heap, and both beside each other")
    private boolean peer;

    @Option(names = "--jdbc", paramLabel = "URL", description = "the peer's database, jdbc:postgresql://…; left out, H2 in the peer's own process")
    private @Nullable String jdbc;

    @Option(names = "--floor-seconds", paramLabel = "S", defaultValue = "3", description = "how long each floor of the machine is measured; 0 leaves them out (default: ${DEFAULT-VALUE})")
    private int floorSeconds;

    @Option(names = "--json", description = "ends with everything as one line of JSON")
    private boolean json;

    @Option(names = "--keep", description = "do not delete the fresh folder at the end")
    private boolean keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs once and ends the process: 0 done, 1 something failed, 2 wrong options. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        requireSensible();
        PrintWriter out = spec.commandLine().getOut();
        Report report = new Report(out, Clock.systemUTC(), mode, autoRefer, separate, javaOptions);
        report.begin();
        List<Figure> floors = floorSeconds == 0
                ? List.of()
                : Floors.measure(Duration.ofSeconds(floorSeconds), List.of(1, 8));
        report.floors(floors);
        Path fresh = Files.createTempDirectory("twonets-bench-");
        double paced = 0;
        try (Rig rig = rig(fresh);
                Stage stage = new Stage(rig, new Fleet.Size(villages, villages, 1_000_000), batch)) {
            paced = measure(rig, stage, report);
            report.callers(stage.callers());
        } finally {
            if (keep) {
                report.say("kept: " + fresh);
            } else {
                Floors.delete(fresh);
            }
        }
        if (peer) {
            report.peer(new Peer(script(), jdbc).measure(needs, paced, heap()));
        }
        return report.end(json);
    }

    private void requireSensible() {
        require(needs > 0, "--needs above 0");
        require(rate == null || rate > 0, "--rate above 0");
        require(batch >= 1 && batch <= 1_000, "--batch from 1 to 1000");
        require(villages >= 1 && villages <= 330, "--villages from 1 to 330");
        require(underWay >= 1, "--under-way above 0");
        require(warmUp >= 0, "--warm-up not below 0");
        require(stepSeconds > 0 && baseRate > 0, "--step-seconds and --base-rate above 0");
        require(floorSeconds >= 0, "--floor-seconds not below 0");
        require(data == null || jfr == null, "--jfr without --data: only a product of this run is recorded");
        require(jdbc == null || peer, "--jdbc with --peer only");
        require(!peer || data == null && needs >= 10 && (mode == Mode.SINGLE || mode == Mode.BULK),
                "--peer with single or bulk acts of a product of this run, and 10 needs at least");
        require(!peer || !System.getProperty(SCRIPT, "").isEmpty(), "--peer of ./twonets bench");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), "Expected " + what + ".");
        }
    }

    private Rig rig(Path fresh) throws Exception {
        if (data != null) {
            DataFolder folder = DataFolder.at(data);
            return Rig.join(folder, folder.rememberedPorts().orElse(Ports.USUAL));
        }
        ProductProcess.Launch launch = System.getProperty(SCRIPT, "").isEmpty()
                ? ProductProcess.Launch.onClassPath(options())
                : ProductProcess.Launch.byScript(script(), given());
        return Rig.start(launch, fresh.resolve("data"), separate);
    }

    private static Path script() {
        return Path.of(System.getProperty(SCRIPT));
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        if (!given().isBlank()) {
            options.addAll(List.of(given().split("\\s+")));
        }
        return options;
    }

    /** Beside a peer both have the same heap, so that neither lives on more memory. */
    private String given() {
        String options = javaOptions.strip();
        return peer && !options.contains("-Xmx") ? (options + " " + HEAP_BESIDE_PEER).strip() : options;
    }

    private String heap() {
        return Stream.of(given().split("\\s+")).filter(option -> option.startsWith("-Xmx"))
                .reduce(HEAP_BESIDE_PEER, (before, last) -> last);
    }

    private Course course() {
        return switch (mode) {
            case BULK -> Course.inBulk(autoRefer);
            case INTAKE -> Course.submissionsOnly();
            case SINGLE -> Course.singly(autoRefer);
            case SPIKE, GROWTH -> inBulk ? Course.inBulk(autoRefer) : Course.singly(autoRefer);
        };
    }

    /** @return lives a second at which latencies were taken; 0 where the product set the pace */
    private double measure(Rig rig, Stage stage, Report report) throws Exception {
        int atOnce = course().bulk() ? Math.max(underWay, 12 * batch) : underWay;
        double possible = 0;
        if (warmUp > 0) {
            Stretch warm = stage.fill("warm-up", course(), warmUp, atOnce);
            possible = mode == Mode.INTAKE ? warm.acceptedPerSecond() : warm.completedPerSecond();
            report.warmUp(warm);
        }
        stage.awaitQuiet();
        Counts before = Counts.read(rig.ports());
        Map<String, Long> diskBefore = rig.disk();
        if (jfr != null) {
            rig.startRecording();
        }
        long lives = 0;
        double paced = 0;
        for (Stretch stretch : stretches(stage, report, possible)) {
            paced = stretch.offered();
            lives += mode == Mode.INTAKE ? stretch.timings().accepted() : stretch.timings().closed();
        }
        if (jfr != null) {
            rig.stopRecording(jfr);
        }
        stage.awaitQuiet();
        report.counts(Counts.read(rig.ports()).since(before), lives, diskBefore, rig);
        return paced;
    }

    private List<Stretch> stretches(Stage stage, Report report, double possible) throws Exception {
        List<Stretch> all = new ArrayList<>();
        switch (mode) {
            case SPIKE -> {
                for (int times : SPIKES) {
                    double offered = times * baseRate;
                    all.add(report.stretch(stage.offer(times + " × base", course(),
                            Math.max(1, Math.round(offered * stepSeconds)), offered)));
                }
            }
            case GROWTH -> {
                double offered = rate != null ? rate : Math.max(1, possible * SAFETY);
                for (int tenth = 1; tenth <= 10; tenth++) {
                    all.add(report.stretch(
                            stage.offer("tenth " + tenth, course(), Math.max(1, needs / 10), offered)));
                }
            }
            case SINGLE, BULK, INTAKE -> {
                if (findMax) {
                    all.addAll(findMax(stage, report, possible));
                } else if (rate != null) {
                    all.add(report.stretch(stage.offer("at " + rate + "/s", course(), needs, rate)));
                } else {
                    double full = Math.max(1, possible * SAFETY);
                    all.add(report.stretch(stage.offer("full", course(), needs, full)));
                    all.add(report.stretch(stage.offer("half", course(), Math.max(1, needs / 2), full / 2)));
                }
            }
        }
        return all;
    }

    /** Up by a fifth while lives end as fast as they come; the last rate that was kept up is the answer. */
    private List<Stretch> findMax(Stage stage, Report report, double possible) throws Exception {
        List<Stretch> steps = new ArrayList<>();
        double offered = Math.max(2, possible / 2);
        while (true) {
            Stretch step = report.stretch(stage.offer("step " + (steps.size() + 1), course(),
                    Math.max(20, Math.round(offered * stepSeconds)), offered));
            steps.add(step);
            double done = mode == Mode.INTAKE ? step.acceptedPerSecond() : step.completedPerSecond();
            if (done < SAFETY * offered || !step.timings().errors().isEmpty()) {
                return steps;
            }
            offered *= 1.2;
        }
    }
}
