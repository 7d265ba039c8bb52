package cn.twonets.contracts;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** References within one document. */
final class Pointers {
    static final String REF = "$ref";

    private Pointers() {
    }

    /** What the node stands for: itself, or what its {@code $ref} points at within the document. */
    static JsonNode resolved(JsonNode document, JsonNode node) {
        JsonNode at = node;
        for (int steps = 0; at.path(REF).isString(); steps++) {
            String reference = at.path(REF).asString();
            if (steps > 100) {
                throw new IllegalArgumentException("references go round in a circle: " + reference);
            }
            at = target(document, reference)
                    .orElseThrow(() -> new IllegalArgumentException("points at nothing: " + reference));
        }
        return at;
    }

    /** What a reference points at; empty if there is nothing, or if it leaves the document. */
    static Optional<JsonNode> target(JsonNode document, String reference) {
        if (!reference.startsWith("#/")) {
            return Optional.empty();
        }
        return Optional.of(document.at(reference.substring(1))).filter(found -> !found.isMissingNode());
    }
}
