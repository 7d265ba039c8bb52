package cn.twonets.system.fuzz;

import cn.twonets.contracts.EmbeddedSchema;
import cn.twonets.system.judge.Canaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an answer may be, whatever the request was: judged by the document of the service, and by docs/errors.md. */
final class Expectations {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ERRORS = Path.of("..", "docs", "errors.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(/problems/[a-z0-9-]+)` \\| ([0-9]{3}) \\|");
    private static final String PROBLEM = "application/problem+json";
    /** Named in docs/api.md: while eight runs wait, and while the owner of a record is away. */
    private static final Set<String> OVERLOADS = Set.of("POST reconciliations /problems/temporarily-unavailable",
            "POST dead-letters /problems/dead-letter-owner-away");

    private final Map<String, Integer> problems = new HashMap<>();
    private final Map<String, EmbeddedSchema> schemas = new HashMap<>();
    private final Canaries canaries = new Canaries(List.of(GoodValues.CANARY));
    private final JsonNode problemSchema;
    private final JsonNode document;

    /** @param document any that describes problems */
    Expectations(JsonNode document) throws IOException {
        this.document = strict(document);
        this.problemSchema = this.document.at("/components/schemas/Problem");
        Matcher rows = ROW.matcher(Files.readString(ERRORS));
        while (rows.find()) {
            problems.put(rows.group(1), Integer.parseInt(rows.group(2)));
        }
        if (problems.size() < 20 || problemSchema.isMissingNode()) {
            throw new IllegalStateException(ERRORS + " or the description of problems could not be read");
        }
    }

    /** The same document where what is not described may not be there. */
    static JsonNode strict(JsonNode document) {
        JsonNode copy = document.deepCopy();
        close(copy.at("/components/schemas"));
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()
                && object.path("type").asString("").equals("object") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Expectations::close);
    }

    /**
     * What is wrong with the answer; empty if nothing is.
     *
     * @param described the operation that was called, as the document of whoever was asked describes it; empty where the
     *        request names none
     */
    Optional<String> fault(Draft draft, Optional<Operation> described, Wire.Reply reply) {
        int status = reply.status();
        String type = reply.header("content-type").toLowerCase(Locale.ROOT);
        if (status >= 500 && !isNamedOverload(draft, reply)) {
            return Optional.of("answers " + status);
        }
        if (status >= 400) {
            return problem(draft, reply, type);
        }
        if (status == 304 || List.of("HEAD", "OPTIONS").contains(draft.method) && status < 300) {
            return reply.body().length == 0 ? Optional.empty() : Optional.of(status + " with a body");
        }
        if (draft.isCut() && draft.method.equals(draft.operation.method())) {
            return Optional.of("takes half a body for the whole: " + status);
        }
        if (described.isEmpty()) {
            return Optional.of("answers " + status + " where the document knows no such operation");
        }
        JsonNode answer = described.get().answer(status);
        if (answer.isMissingNode()) {
            return Optional.of("answers " + status + ", which the document does not name");
        }
        JsonNode content = answer.path("content").path(type.split(";")[0].strip());
        if (content.isMissingNode()) {
            return Optional.of("answers as '" + type + "', which the document does not name");
        }
        return body(described.get() + " " + status, described.get(), content.path("schema"), reply);
    }

    private Optional<String> body(String key, Operation operation, JsonNode schema, Wire.Reply reply) {
        EmbeddedSchema judge = schemas.computeIfAbsent(key + System.identityHashCode(operation.document()),
                name -> EmbeddedSchema.in(operation.document(), schema));
        try {
            List<String> faults = judge.faults(JSON.readTree(reply.body()));
            return faults.isEmpty()
                    ? Optional.empty()
                    : Optional.of("breaks its schema: " + faults.getFirst());
        } catch (JacksonException broken) {
            return Optional.of("answers JSON that is none");
        }
    }

    private Optional<String> problem(Draft draft, Wire.Reply reply, String type) {
        if (draft.method.equals("HEAD")) {
            return Optional.empty();
        }
        if (!type.startsWith(PROBLEM)) {
            return Optional.of("refuses with " + reply.status() + " as '" + type + "'");
        }
        if (canaries.in(reply.body()).isPresent()) {
            return Optional.of("quotes what was sent");
        }
        JsonNode problem;
        try {
            problem = JSON.readTree(reply.body());
        } catch (JacksonException broken) {
            return Optional.of("refuses with JSON that is none");
        }
        List<String> faults = schemas.computeIfAbsent("problem", name -> EmbeddedSchema.in(document, problemSchema))
                .faults(problem);
        if (!faults.isEmpty()) {
            return Optional.of("refuses with a problem that breaks its schema: " + faults.getFirst());
        }
        Integer listed = problems.get(problem.path("type").asString());
        if (listed == null) {
            return Optional
                    .of("refuses with " + problem.path("type").asString() + ", which docs/errors.md does not list");
        }
        if (listed != reply.status() || problem.path("status").asInt() != reply.status()) {
            return Optional.of("refuses with " + reply.status() + " and the problem of " + listed);
        }
        return Optional.empty();
    }

    private static boolean isNamedOverload(Draft draft, Wire.Reply reply) {
        if (reply.status() != 503 || reply.header("retry-after").isEmpty()) {
            return false;
        }
        String text = reply.text();
        return OVERLOADS.stream().anyMatch(overload -> {
            String[] parts = overload.split(" ");
            return draft.method.equals(parts[0]) && draft.operation.collection().equals(parts[1])
                    && text.contains(parts[2]);
        });
    }
}
