package cn.twonets.standalone.deadletters;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What every command about dead letters has: whose product, who acts, and calls through the gateway. */
final class Office {
    static final String LETTERS = "/api/v1/dead-letters";
    private static final int PAGE = 200;

    @Mixin
    private Place place = new Place();

    @Option(names = "--as", paramLabel = "POST", defaultValue = "operator:411082", description = "who acts; stands in the acts of each dead letter (default: ${DEFAULT-VALUE})")
    private String as = "";

    @Option(names = "--json", description = "the answers as JSON, one line each")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Api api;

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    void print(JsonNode node) {
        out().println(api().json().writeValueAsString(node));
    }

    JsonNode get(String path) {
        return good(call(() -> api().get(who(), path)));
    }

    /**
     * What an act on one dead letter came to.
     *
     * @param word as it is told
     * @param more what is told behind its id; may be empty
     * @param settled whether the dead letter is settled now
     */
    record Outcome(String word, String more, boolean settled) {}

    /**
     * Acts on each, and tells what became of it in a line of its own.
     *
     * @param reason of a discard; null otherwise
     * @param outcome reads the answer for one
     * @return whether all are settled now
     */
    boolean each(String path, List<String> ids, @Nullable String reason, Function<JsonNode, Outcome> outcome) {
        boolean settled = true;
        for (int from = 0; from < ids.size(); from += PAGE) {
            List<Map<String, String>> items = ids.subList(from, Math.min(ids.size(), from + PAGE))
                    .stream()
                    .map(id -> reason == null ? Map.of("id", id) : Map.of("id", id, "reason", reason))
                    .toList();
            for (JsonNode item : good(post(path, Map.of("items", items))).path("items")) {
                settled &= tell(item, outcome);
            }
        }
        return settled;
    }

    private boolean tell(JsonNode item, Function<JsonNode, Outcome> outcome) {
        JsonNode problem = item.path("problem");
        Outcome came = problem.isMissingNode()
                ? outcome.apply(item.path("value"))
                : new Outcome("rejected", new Answer(problem.path("status").asInt(0), problem, "").problem(), false);
        if (json) {
            print(item);
        } else {
            out().println("%-17s  %s  %s".formatted(came.word(), item.path("id").asString(""), came.more()).strip());
        }
        return came.settled();
    }

    private Answer post(String path, Object body) {
        // A key of its own for each call: an act that was cut short is begun again by typing it again.
        return call(() -> api().post(who(), path, body, UUID.randomUUID().toString()));
    }

    /** Those that fit, at most so many; services that could not be asked are told on standard error. */
    Found list(Map<String, @Nullable String> filters, int most) {
        List<JsonNode> found = new ArrayList<>();
        List<String> away = new ArrayList<>();
        String cursor = "";
        do {
            StringBuilder path = new StringBuilder(LETTERS).append("?limit=")
                    .append(Math.min(PAGE, most - found.size()));
            filters.forEach((name, value) -> {
                if (value != null) {
                    path.append('&').append(name).append('=').append(encoded(value));
                }
            });
            JsonNode page = get(cursor.isEmpty() ? path.toString() : path + "&cursor=" + encoded(cursor));
            page.path("items").forEach(found::add);
            page.path("incomplete").forEach(service -> away.add(service.asString("")));
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty() && found.size() < most);
        away.forEach(
                service -> err().println("The " + service + " service did not answer; its dead letters are not here."));
        return new Found(found, !cursor.isEmpty(), away.isEmpty());
    }

    /**
     * What a list found.
     *
     * @param more whether there are others that were not asked for
     * @param whole whether every service answered
     */
    record Found(List<JsonNode> letters, boolean more, boolean whole) {}

    static String path(String id) {
        return LETTERS + "/" + encoded(id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Codes as people type them: {@code not-ours} for {@code NOT_OURS}. */
    static String code(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Codes as people read them. */
    static String word(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private interface Call {
        Answer answer() throws IOException;
    }

    private JsonNode good(Answer answer) {
        if (!answer.isSuccess()) {
            throw new Refused(Exit.FAILED, answer.problem());
        }
        return answer.body();
    }

    private Answer call(Call call) {
        try {
            return call.answer();
        } catch (IOException e) {
            throw new Refused(Exit.NOT_RUNNING, "No answer came (" + e.getClass().getSimpleName()
                    + "); doing it again is safe.");
        }
    }

    private PostId who() {
        try {
            return new PostId(as);
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "--as '" + as + "': " + e.getMessage() + ".");
        }
    }

    private Api api() {
        Api joined = api == null ? Api.join(place) : api;
        api = joined;
        return joined;
    }
}
