package cn.twonets.system.fuzz;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One operation, as the document of its service describes it.
 *
 * @param service who serves it
 * @param method in capitals
 * @param path with its places in braces
 * @param description the operation object
 * @param document where its references point into
 */
record Operation(String service, String method, String path, JsonNode description, JsonNode document) {

    /** Whether callers reach it through the gateway. */
    boolean hasDoor() {
        return path.startsWith("/api/v1/");
    }

    /** The same as another document describes it; empty if that does not know it. */
    Optional<Operation> in(JsonNode other) {
        JsonNode there = other.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        return there.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Operation(service, method, path, there, other));
    }

    /** Whether it has a parameter of that name, wherever that stands. */
    boolean takes(String name) {
        return parameters().valueStream()
                .anyMatch(parameter -> resolved(parameter).path("name").asString("").equals(name));
    }

    JsonNode parameters() {
        return description.path("parameters");
    }

    /** What may be sent, by content type. */
    JsonNode requestContent() {
        return resolved(description.path("requestBody")).path("content");
    }

    /** The kind of body that is sent first: JSON where there is a choice. */
    Optional<Map.Entry<String, JsonNode>> firstContent() {
        Iterator<Map.Entry<String, JsonNode>> all = requestContent().properties().iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    /** The answer of a status, or the one of all statuses that are not named; missing if there is neither. */
    JsonNode answer(int status) {
        JsonNode answers = description.path("responses");
        JsonNode named = answers.path(String.valueOf(status));
        return resolved(named.isMissingNode() && status >= 400 ? answers.path("default") : named);
    }

    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        for (int steps = 0; at.path("$ref").isString() && steps < 20; steps++) {
            at = document.at(at.path("$ref").asString().substring(1));
        }
        return at;
    }

    /** The word by which an object of this kind is known: {@code cases} of {@code /api/v1/cases/{id}/plan}. */
    String collection() {
        String[] segments = path.substring(1).split("/");
        return path.startsWith("/api/v1/") ? segments[2] : segments[1];
    }

    @Override
    public String toString() {
        return service + " " + method + " " + path;
    }
}
