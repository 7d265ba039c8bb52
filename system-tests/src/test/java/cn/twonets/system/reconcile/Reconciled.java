package cn.twonets.system.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.standalone.TwoNets;
import cn.twonets.system.kit.RunningProduct;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code twonets reconcile} said. */
public record Reconciled(int code, String out, JsonNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    static Reconciled of(RunningProduct product, String... options) {
        return of(product.data(), product.ports().gateway(), options);
    }

    /** Asks the product of that folder, whose ports begin there. */
    public static Reconciled of(Path data, int base, String... options) {
        List<String> words = new ArrayList<>(List.of("reconcile"));
        words.addAll(List.of(options));
        words.addAll(List.of("--data", data.toString(), "--port-base", "" + base));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(words.toArray(String[]::new));
        assertThat(out.toString()).as(err.toString()).isNotBlank();
        boolean parsed = List.of(options).contains("--json");
        return new Reconciled(code, out.toString(), parsed ? JSON.readTree(out.toString()) : JSON.missingNode());
    }

    /** By {@code service/kind}: found and remaining. */
    public Map<String, String> differences() {
        Map<String, String> differences = new TreeMap<>();
        json.path("services").forEach(run -> run.path("differences").forEach(
                kind -> differences.put(
                        run.path("service").asString() + "/" + kind.path("kind").asString(),
                        kind.path("found").asLong() + " " + kind.path("remaining").asLong())));
        return differences;
    }

    String needs() {
        JsonNode counted = json.path("services").path(0).path("acceptedNeeds");
        return "%d = %d + %d + %d".formatted(counted.path("total").asLong(), counted.path("terminal").asLong(),
                counted.path("timed").asLong(), counted.path("neither").asLong());
    }
}
