package cn.twonets.gateway.documents;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway's own answers have beside those of the services that they are put together from. */
final class DoorAdditions {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String LIST = "/paths/~1api~1v1~1dead-letters/get/responses/200/content/application~1json/schema";

    private DoorAdditions() {
    }

    /** The list of dead letters names the services that did not answer. */
    static void to(ObjectNode document) {
        if (!(document.at(LIST) instanceof ObjectNode schema)) {
            return;
        }
        JsonNode schemas = document.path("components").path("schemas");
        String page = schema.path("$ref").asString("").replace(SCHEMAS, "");
        if (!(schemas instanceof ObjectNode all) || !(all.path(page) instanceof ObjectNode ofOne)) {
            return;
        }
        ObjectNode ofAll = ofOne.deepCopy();
        ObjectNode incomplete = ofAll.withObjectProperty("properties").putObject("incomplete");
        incomplete.put("description", "Services that did not answer; their dead letters are missing. Absent if all did")
                .put("type", "array")
                .putObject("items")
                .put("type", "string");
        all.set("DeadLetterList", ofAll);
        schema.put("$ref", SCHEMAS + "DeadLetterList");
    }
}
