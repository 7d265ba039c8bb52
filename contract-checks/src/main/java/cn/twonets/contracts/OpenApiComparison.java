package cn.twonets.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Finds what an OpenAPI 3.1 document no longer promises that an earlier one did. */
public final class OpenApiComparison implements Comparison {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    @Override
    public List<Breach> breaches(JsonNode before, JsonNode now) {
        List<Breach> breaches = new ArrayList<>();
        Calls calls = new Calls(before, now, breaches, new SchemaComparison(before, now, breaches));
        for (var path : before.path("paths").properties()) {
            for (var call : path.getValue().properties()) {
                if (METHODS.contains(call.getKey())) {
                    calls.compare(call.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                            call.getValue(), now.path("paths").path(path.getKey()).path(call.getKey()));
                }
            }
        }
        new SecurityComparison(before, now, breaches).compareSchemes();
        return breaches;
    }

    private record Calls(JsonNode before, JsonNode now, List<Breach> breaches, SchemaComparison schemas) {
        void compare(String where, JsonNode earlier, JsonNode newer) {
            if (newer.isMissingNode()) {
                report(where, "is gone");
                return;
            }
            if (!earlier.path("operationId").equals(newer.path("operationId"))) {
                report(where, "has another operationId: it was " + earlier.path("operationId"));
            }
            parameters(where, earlier, newer);
            body(where, Pointers.resolved(before, earlier.path("requestBody")),
                    Pointers.resolved(now, newer.path("requestBody")));
            answers(where, earlier.path("responses"), newer.path("responses"));
            new SecurityComparison(before, now, breaches).compare(where, earlier, newer);
        }

        private void parameters(String where, JsonNode earlier, JsonNode newer) {
            for (JsonNode parameter : earlier.path("parameters")) {
                JsonNode one = Pointers.resolved(before, parameter);
                String place = where + " " + name(one);
                Optional<JsonNode> found = find(now, newer, name(one));
                if (found.isEmpty()) {
                    report(place, "is gone");
                } else {
                    if (found.get().path("required").asBoolean(false) && !one.path("required").asBoolean(false)) {
                        report(place, "must be there now");
                    }
                    schemas.compare(place, one.path("schema"), found.get().path("schema"), Use.REQUEST);
                }
            }
            for (JsonNode parameter : newer.path("parameters")) {
                JsonNode one = Pointers.resolved(now, parameter);
                if (one.path("required").asBoolean(false) && find(before, earlier, name(one)).isEmpty()) {
                    report(where + " " + name(one), "is new and must be there");
                }
            }
        }

        private static Optional<JsonNode> find(JsonNode document, JsonNode call, String name) {
            for (JsonNode parameter : call.path("parameters")) {
                JsonNode one = Pointers.resolved(document, parameter);
                if (name(one).equals(name)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        }

        private static String name(JsonNode parameter) {
            return parameter.path("in").asString("") + ":" + parameter.path("name").asString("");
        }

        private void body(String where, JsonNode earlier, JsonNode newer) {
            if (earlier.isMissingNode() && newer.path("required").asBoolean(false)) {
                report(where, "needs a body now");
            }
            if (!earlier.isMissingNode() && newer.path("required").asBoolean(false)
                    && !earlier.path("required").asBoolean(false)) {
                report(where, "must have its body now");
            }
            contents(where + " body", earlier.path("content"), newer.path("content"), Use.REQUEST);
        }

        private void answers(String where, JsonNode earlier, JsonNode newer) {
            for (var answer : earlier.properties()) {
                String place = where + " " + answer.getKey();
                JsonNode there = Pointers.resolved(now, newer.path(answer.getKey()));
                if (there.isMissingNode()) {
                    report(place, "is gone");
                } else {
                    JsonNode one = Pointers.resolved(before, answer.getValue());
                    contents(place, one.path("content"), there.path("content"), Use.ANSWER);
                    headers(place, one.path("headers"), there.path("headers"));
                }
            }
        }

        /** Names of headers know no upper or lower case. */
        private void headers(String where, JsonNode earlier, JsonNode newer) {
            for (var header : earlier.properties()) {
                String place = where + " header:" + header.getKey();
                Optional<JsonNode> found = newer.properties().stream()
                        .filter(one -> one.getKey().equalsIgnoreCase(header.getKey()))
                        .findFirst()
                        .map(one -> Pointers.resolved(now, one.getValue()));
                if (found.isEmpty()) {
                    report(place, "is gone");
                } else {
                    JsonNode one = Pointers.resolved(before, header.getValue());
                    if (one.path("required").asBoolean(false) && !found.get().path("required").asBoolean(false)) {
                        report(place, "was always there, may be absent now");
                    }
                    schemas.compare(place, one.path("schema"), found.get().path("schema"), Use.ANSWER);
                }
            }
        }

        private void contents(String where, JsonNode earlier, JsonNode newer, Use use) {
            for (var content : earlier.properties()) {
                JsonNode there = newer.path(content.getKey());
                if (there.isMissingNode()) {
                    report(where + " " + content.getKey(), "is gone");
                } else {
                    schemas.compare(where, content.getValue().path("schema"), there.path("schema"), use);
                }
            }
        }

        private void report(String where, String what) {
            breaches.add(new Breach(where, what));
        }
    }
}
