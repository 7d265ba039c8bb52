package cn.twonets.intake.households.web;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {
    private final JsonMapper json;

    public MergePatch(JsonMapper json) {
        this.json = json;
    }

    /**
     * The patch merged into what there is.
     *
     * @param present anything that Jackson can write as an object
     */
    public JsonNode merge(Object present, ObjectNode patch) {
        return merged(json.valueToTree(present), patch);
    }

    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target.isObject() ? ((ObjectNode) target).deepCopy() : ((ObjectNode) patch).objectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                JsonNode old = merged.path(field.getKey());
                merged.set(field.getKey(), merged(old, field.getValue()));
            }
        });
        return merged;
    }
}
