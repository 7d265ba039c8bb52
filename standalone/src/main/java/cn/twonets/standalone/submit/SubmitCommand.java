package cn.twonets.standalone.submit;

import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.words.Durations;
import cn.twonets.standalone.words.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Submits the needs of a file. */
@Command(name = "submit", customSynopsis = {
        "  twonets submit needs.csv --as village-member:411082110213",
        "  twonets submit needs.jsonl --json > results.jsonl"}, description = {
                "Submits needs from a CSV file with a header, or from JSON lines, and says what became of each line.",
                "The fields are those of POST /api/v1/needs; in CSV a dot nests (basis.kind) and lists are separated by "
                        + "semicolons. Two more: key (idempotency key) and as (the post that reports).",
                "A line whose outcome is unknown is sent again under the same key: sending a file twice changes nothing."})
public final class SubmitCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Parameters(paramLabel = "FILE", description = "CSV or JSON lines, UTF-8")
    private Path file = Path.of("");

    @Option(names = "--as", paramLabel = "POST", description = "who reports, where a line does not say")
    private String as = "";

    @Option(names = "--json", description = "one line of JSON for each line of the file")
    private boolean json;

    @Option(names = "--parallel", paramLabel = "N", defaultValue = "8", description = "how many are on their way at once (default: ${DEFAULT-VALUE})")
    private int parallel = 8;

    @Option(names = "--patience", paramLabel = "DURATION", defaultValue = "5m", description = "how long a line is retried while the product is away (default: ${DEFAULT-VALUE})")
    private String patience = "5m";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<Result.Outcome, Long> counts = new EnumMap<>(Result.Outcome.class);
    private final JsonMapper mapper = new JsonMapper();

    @Override
    public Integer call() throws InterruptedException {
        if (parallel < 1 || parallel > 256) {
            throw new Refused(Exit.USAGE, "--parallel " + parallel + ": between 1 and 256.");
        }
        PrintWriter err = spec.commandLine().getErr();
        long total = new NeedFile().read(file, line -> {});
        Submission submission = new Submission(
                Api.join(place),
                as,
                Durations.parse("--patience", patience),
                Clock.systemUTC());
        Progress progress = new Progress(err, Progress.onTerminal(), total, Clock.systemUTC());
        Semaphore underWay = new Semaphore(parallel);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            new NeedFile().read(file, line -> {
                underWay.acquireUninterruptibly();
                senders.execute(() -> {
                    try {
                        tell(submission.send(line));
                        progress.step();
                    } finally {
                        underWay.release();
                    }
                });
            });
        }
        progress.end();
        err.println(summary(total));
        boolean allAccepted = counts.keySet().stream().allMatch(Result.Outcome::isAccepted);
        return (allAccepted ? Exit.DONE : Exit.FAILED).code();
    }

    private synchronized void tell(Result result) {
        counts.merge(result.outcome(), 1L, Long::sum);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = mapper.createObjectNode();
            line.put("line", result.line());
            line.put("result", result.outcome().word());
            line.put(result.outcome().isAccepted() ? "id" : "detail", result.detail());
            line.put("attempts", result.attempts());
            out.println(mapper.writeValueAsString(line));
        } else {
            out.printf("line %-6d %-10s %s%n", result.line(), result.outcome().word(), result.detail());
        }
        out.flush();
    }

    private String summary(long total) {
        StringBuilder words = new StringBuilder().append(total).append(total == 1 ? " line:" : " lines:");
        for (Result.Outcome outcome : Result.Outcome.values()) {
            if (counts.containsKey(outcome)) {
                words.append(' ').append(counts.get(outcome)).append(' ').append(outcome.word());
            }
        }
        if (counts.containsKey(Result.Outcome.UNKNOWN)) {
            words.append("; send the file again to settle the unknown ones");
        }
        return words.toString();
    }
}
