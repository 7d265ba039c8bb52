package cn.twonets.standalone.reconcile;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.words.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Has every service reconcile, one after the other, and tells what they found. */
@Command(name = "reconcile", customSynopsis = {
        "  twonets reconcile                 say what differs, change nothing",
        "  twonets reconcile --heal          heal what can be healed, and say what remains",
        "  twonets reconcile --heal --json   the same for scripts"}, description = {
                "Compares what services own with what others know of it, topics with stores and pools with needs, and "
                        + "proves that every accepted need has ended or has a time at which somebody looks at it.",
                "The product may go on working: what is only on its way is no difference. Healing uses the ordinary "
                        + "handlers and sweeps alone; what they cannot heal is told, with what to do.",
                "Ends with 1 while anything differs or could not be judged."})
public final class ReconcileCommand implements Callable<Integer> {
    /** The order in which they heal: cases come from needs, aid from cases, and what villages see from cases. */
    private static final List<String> SERVICES = List.of("dispatch", "resource", "intake");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    /** So long a service may be busy or starting before it counts as away. */
    private static final Duration BUSY = Duration.ofSeconds(15);

    @Mixin
    private Place place = new Place();

    @Option(names = "--heal", description = "heal what can be healed; without it nothing is changed")
    private boolean heal;

    @Option(names = "--as", paramLabel = "POST", defaultValue = "operator:411082", description = "who asks; stands in each run (default: ${DEFAULT-VALUE})")
    private String as = "";

    @Option(names = "--json", description = "one line of JSON instead of a table")
    private boolean json;

    @Option(names = "--patience", paramLabel = "DURATION", defaultValue = "1h", description = "how long each service may take (default: ${DEFAULT-VALUE})")
    private String patience = "1h";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Duration limit = Durations.parse("--patience", patience);
        PostId who = who();
        Api api = Api.join(place).speaking("en");
        Map<String, JsonNode> runs = new LinkedHashMap<>();
        for (String service : SERVICES) {
            spec.commandLine().getErr().println(service + " compares ...");
            runs.put(service, run(api, who, service, limit));
        }
        boolean clean = runs.values().stream().allMatch(run -> run.path("clean").asBoolean(false));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = api.json().createObjectNode().put("clean", clean).put("heal", heal);
            runs.values().forEach(line.putArray("services")::add);
            out.println(api.json().writeValueAsString(line));
        } else {
            new DifferenceTable(out, place.words()).print(runs, heal);
        }
        out.flush();
        return (clean ? Exit.DONE : Exit.FAILED).code();
    }

    private PostId who() {
        try {
            return new PostId(as);
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "--as '" + as + "': " + e.getMessage() + ".");
        }
    }

    /** The run as it ended; where it did not, one that says why, so that the other services are asked all the same. */
    private JsonNode run(Api api, PostId who, String service, Duration limit) throws InterruptedException {
        String path = "/api/v1/reconciliations/" + service;
        try {
            Answer answer = api.patient(BUSY).post(who, path, Map.of("heal", heal), UUID.randomUUID().toString());
            String id = answer.body().path("id").asString("");
            long until = System.nanoTime() + limit.toNanos();
            while (answer.isSuccess() && answer.body().path("status").asString("").equals("RUNNING")) {
                if (System.nanoTime() - until > 0) {
                    return unknown(api, service, "still compares after " + patience + "; look later at " + path + "/"
                            + id + ", or give it more --patience");
                }
                Thread.sleep(BETWEEN_LOOKS);
                answer = api.patient(BUSY).get(who, path + "/" + id);
            }
            if (answer.status() == 401 || answer.status() == 403) {
                throw new Refused(Exit.FAILED, "Not as " + who + ": " + answer.problem());
            }
            if (answer.isWorthRetrying()) {
                return unknown(api, service, "is away or too busy (" + answer.status() + "); ask again later");
            }
            return answer.isSuccess() ? answer.body() : unknown(api, service, "refuses: " + answer.problem());
        } catch (IOException e) {
            return unknown(api, service, "does not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static JsonNode unknown(Api api, String service, String why) {
        ObjectNode run = api.json().createObjectNode().put("service", service).put("clean", false);
        run.put("unknown", why);
        return run;
    }
}
