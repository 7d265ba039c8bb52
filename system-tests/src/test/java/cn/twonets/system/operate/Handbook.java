package cn.twonets.system.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that come with the product for those who operate it. */
final class Handbook {
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z0-9]+(?:_[a-z0-9]+){2,})`");
    private static final Pattern RUNBOOK = Pattern.compile("(?m)^### ([A-Z][A-Za-z]+)$");

    private final Path root = found();

    /** An alert rule. */
    record Alert(String name, String query, String runbook) {}

    private static Path found() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("docker-compose.yml"))) {
            here = here.getParent();
        }
        return here;
    }

    /** The repository's own folder. */
    Path root() {
        return root;
    }

    Path rules() {
        return root.resolve("deploy/prometheus/alerts.yml");
    }

    Path prometheus() {
        return root.resolve("deploy/prometheus/prometheus.yml");
    }

    Path rulesTest() {
        return root.resolve("deploy/prometheus/alerts-test.yml");
    }

    List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (Object group : (List<?>) yaml(rules()).get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                Map<?, ?> fields = (Map<?, ?>) rule;
                Map<?, ?> annotations = (Map<?, ?>) fields.get("annotations");
                alerts.add(new Alert((String) fields.get("alert"), (String) fields.get("expr"),
                        (String) annotations.get("runbook")));
            }
        }
        return alerts;
    }

    /** Every query of every dashboard, by dashboard and panel. */
    Map<String, String> dashboards() throws IOException {
        Map<String, String> queries = new TreeMap<>();
        for (String name : List.of("county", "services", "topics")) {
            JsonNode board = new JsonMapper()
                    .readTree(Files.readString(root.resolve("deploy/grafana/dashboards/" + name + ".json")));
            board.path("panels").forEach(panel -> panel.path("targets").forEach(target -> queries.put(
                    name + ": " + panel.path("title").asString() + " " + target.path("refId").asString(),
                    target.path("expr").asString())));
        }
        return queries;
    }

    /** The metrics of the tables. */
    Set<String> documented() throws IOException {
        return found(DOCUMENTED, operations());
    }

    /** The runbook sections: those of the chapter about alerts. */
    Set<String> runbooks() throws IOException {
        String operations = operations();
        int begin = operations.indexOf("\n## Alerts\n");
        return found(RUNBOOK, operations.substring(begin, operations.indexOf("\n## ", begin + 1)));
    }

    private String operations() throws IOException {
        return Files.readString(root.resolve("docs/operations.md"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Set<String> found = new TreeSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    static Map<String, Object> yaml(Path file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }
}
