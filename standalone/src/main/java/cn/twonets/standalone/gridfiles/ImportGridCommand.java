package cn.twonets.standalone.gridfiles;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.http.Form;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Imports units, posts and appointments. */
@Command(name = "import-grid", customSynopsis = {
        "  twonets import-grid units.csv appointments.csv --preview",
        "  twonets import-grid units.csv appointments.csv --apply"}, description = {
                "Imports the grid from CSV files.", "They are told apart by their headers:",
                "units: code,name,level,parent[,validTo,replacedBy]; the file is the whole tree.",
                "appointments: id,unit,post,capacity[,validFrom,validTo]; what it does not name stays."})
public final class ImportGridCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Parameters(arity = "1..2", paramLabel = "FILE", description = "CSV, UTF-8")
    private List<Path> files = List.of();

    @ArgGroup(multiplicity = "1")
    private Mode mode = new Mode();

    @Option(names = "--as", paramLabel = "POST", defaultValue = "assistance-office:411082", description = "who imports (default: ${DEFAULT-VALUE})")
    private String as = "";

    @Option(names = "--endings", paramLabel = "N", description = "how many units will end; to be confirmed where they are many")
    private @Nullable Integer endings;

    @Option(names = "--json", description = "the answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One of the two must be said. */
    static final class Mode {
        @Option(names = "--preview", description = "say what would change and what is wrong; write nothing")
        private boolean preview;

        @Option(names = "--apply", description = "do it, all or nothing")
        private boolean apply;
    }

    @Override
    public Integer call() {
        Form form = Form.ofCsv(read());
        Api api = Api.join(place);
        String path = "/api/v1/grid-imports?mode=" + (mode.apply ? "apply" : "preview")
                + (endings == null ? "" : "&endings=" + endings);
        Answer answer;
        try {
            answer = api.post(new PostId(as), path, form.body(), form.contentType(), UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new Refused(Exit.NOT_RUNNING, "No answer came (" + e.getClass().getSimpleName()
                    + "), so the outcome is not known; importing the same files again is safe.");
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "--as '" + as + "': " + e.getMessage() + ".");
        }
        if (mode.apply && answer.isSuccess() && !"UNCHANGED".equals(answer.body().path("result").asString(""))) {
            place.folder().markOwnData("a grid was imported");
        }
        return tell(api, answer).code();
    }

    private Exit tell(Api api, Answer answer) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json) {
            out.println(api.json().writeValueAsString(answer.body()));
        }
        if (!answer.isSuccess()) {
            err.println(answer.status() + " " + answer.body().path("title").asString("") + " "
                    + answer.body().path("detail").asString(""));
            answer.body().path("errors").forEach(
                    error -> err
                            .println("  " + error.path("pointer").asString("") + "  " + error.path("code").asString("")
                                    + "  " + error.path("message").asString("")));
            return Exit.FAILED;
        }
        JsonNode problems = answer.body().path("problems");
        if (!json) {
            out.println(answer.body().path("result").asString("").toLowerCase(Locale.ROOT).replace('_', ' ')
                    + ", tree version " + answer.body().path("version").asLong(0));
            answer.body().path("counts").properties().forEach(
                    count -> out.printf("  %-20s %d%n", words(count.getKey()), count.getValue().asLong(0)));
            problems.forEach(
                    problem -> out.printf("  %s line %d column %d %s: %s %s%n", problem.path("file").asString(""),
                            problem.path("line").asLong(0), problem.path("column").asLong(0),
                            problem.path("columnName").asString(""), problem.path("code").asString(""),
                            problem.path("message").asString("")));
        }
        if (mode.preview && problems.isEmpty()) {
            err.println("Nothing was written; --apply does it.");
        }
        return problems.isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private Map<String, byte[]> read() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                byte[] content = Files.readAllBytes(file);
                String header = new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
                String part = header.contains("level") ? "units" : "appointments";
                if (parts.put(part, content) != null) {
                    throw new Refused(Exit.USAGE, "Both files are " + part + " by their headers.");
                }
            } catch (IOException e) {
                throw new Refused(Exit.USAGE,
                        "The file " + file + " cannot be read (" + e.getClass().getSimpleName() + ").");
            }
        }
        return parts;
    }
}
