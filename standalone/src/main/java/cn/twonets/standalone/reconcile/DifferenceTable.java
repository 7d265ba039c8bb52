package cn.twonets.standalone.reconcile;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Prints what the services found so that whoever has never seen it before knows what to do. */
final class DifferenceTable {
    private static final String ROW = "%-10s %-40s %8s %8s %10s%n";
    private static final int MOST_EXAMPLES = 5;

    private final PrintWriter out;
    private final String options;

    /** @param options what to type after a command's name so that it means the same product */
    DifferenceTable(PrintWriter out, String options) {
        this.out = out;
        this.options = options;
    }

    /** @param runs by service */
    void print(Map<String, JsonNode> runs, boolean heal) {
        out.printf(ROW, "service", "difference", "found", "healed", "remaining");
        Set<String> advice = new LinkedHashSet<>();
        runs.forEach((service, run) -> {
            JsonNode differences = run.path("differences");
            if (run.has("unknown")) {
                out.printf(ROW, service, "not known", "-", "-", "-");
            } else if (differences.isEmpty()) {
                out.printf(ROW, service, run.path("clean").asBoolean(false) ? "none" : "none so far, see below", 0, 0,
                        0);
            }
            for (JsonNode kind : differences) {
                long found = kind.path("found").asLong();
                long remaining = kind.path("remaining").asLong();
                out.printf(ROW, service, kind.path("title").asString(""), found, found - remaining, remaining);
                examples(kind);
                if (remaining > 0) {
                    advice.add(kind.path("title").asString("") + ": " + kind.path("advice").asString(""));
                }
            }
        });
        out.printf("%nLooked at %,d documents and records.%n", runs.values().stream()
                .flatMap(run -> run.path("walked").valueStream())
                .mapToLong(walked -> walked.path("count").asLong())
                .sum());
        runs.forEach(this::unjudged);
        runs.values().forEach(this::acceptedNeeds);
        if (!advice.isEmpty()) {
            out.println();
            out.println(heal ? "What remains, and what to do:" : "What it means, and what to do:");
            advice.forEach(line -> out.println("  " + line));
        }
        if (!heal) {
            out.println();
            out.println(isHealable(runs)
                    ? "Nothing was changed. To heal what can be healed: ./twonets reconcile --heal" + options
                    : "Nothing was changed.");
        }
    }

    private static boolean isHealable(Map<String, JsonNode> runs) {
        return runs.values().stream().anyMatch(run -> run.path("differences").valueStream().anyMatch(
                kind -> kind.path("healable").asBoolean(false) && kind.path("remaining").asLong() > 0));
    }

    private void examples(JsonNode kind) {
        int shown = 0;
        for (JsonNode example : kind.path("examples")) {
            if (shown++ == MOST_EXAMPLES) {
                out.printf("%-11s... and more; --json shows up to 20%n", "");
                return;
            }
            out.printf("%-11s%s  %s%s%n", "", example.path("subject").asString(""),
                    example.path("detail").asString(""),
                    example.path("remains").asBoolean(false) ? "" : "  (healed)");
        }
    }

    private void unjudged(String service, JsonNode run) {
        if (run.has("unknown")) {
            String why = run.path("unknown").asString("");
            out.printf("%n%s %s%s%n", service, why, why.endsWith(".") ? "" : ".");
        }
        if (run.path("undecided").asLong() > 0) {
            out.printf("%n%s could not judge %d: what would settle them is still on its way. Run it again later.%n",
                    service, run.path("undecided").asLong());
        }
        run.path("failures").forEach(
                failure -> out.printf("%n%s could not look at: %s%n", service, failure.asString("")));
        if (run.path("status").asString("").equals("INTERRUPTED")) {
            out.printf("%n%s was interrupted. Run it again.%n", service);
        }
    }

    private void acceptedNeeds(JsonNode run) {
        JsonNode needs = run.path("acceptedNeeds");
        if (needs.isObject()) {
            long undecided = needs.path("undecided").asLong();
            out.printf("%nAccepted needs: %d = %d ended + %d with a time to look again + %d forgotten%s%n",
                    needs.path("total").asLong(), needs.path("terminal").asLong(), needs.path("timed").asLong(),
                    needs.path("neither").asLong(), undecided == 0 ? "" : " + " + undecided + " not judged");
        }
    }
}
