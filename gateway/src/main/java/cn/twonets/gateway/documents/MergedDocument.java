package cn.twonets.gateway.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one OpenAPI 3.1 document of several. Components of the same name and content are shared; of the same name and
 * another content, the later one is renamed with its service's name in front.
 */
final class MergedDocument {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REF = "$ref";

    private final ObjectNode merged = JSON.createObjectNode();
    private final ObjectNode paths;
    private final ObjectNode components;
    private final ArrayNode tags;

    private MergedDocument() {
        merged.put("openapi", "3.1.0");
        merged.putObject("info")
                .put("title", "两网一键通 · Two Networks, One Key")
                .put("version", "1")
                .put("description", "Needs, cases and aid. Get a token, press Authorize, paste it, and try.");
        merged.putArray("servers").addObject().put("url", "/");
        merged.putArray("security").addObject().putArray("token");
        tags = merged.putArray("tags");
        paths = merged.putObject("paths");
        components = merged.putObject("components");
        components.putObject("securitySchemes").putObject("token")
                .put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
    }

    /**
     * Merges.
     *
     * @param documents by service, in the order in which they shall appear
     * @param missing services whose document could not be had; named in {@code x-missing}
     */
    static ObjectNode of(Map<String, JsonNode> documents, List<String> missing) {
        MergedDocument document = new MergedDocument();
        documents.forEach(document::add);
        DoorAdditions.to(document.merged);
        if (!missing.isEmpty()) {
            ArrayNode named = document.merged.putArray("x-missing");
            missing.forEach(named::add);
        }
        return document.merged;
    }

    private void add(String service, JsonNode original) {
        JsonNode source = original.deepCopy();
        for (Map.Entry<String, JsonNode> kind : source.path("components").properties()) {
            if (!kind.getKey().equals("securitySchemes")) {
                ObjectNode target = components.withObjectProperty(kind.getKey());
                for (String name : renamed(target, kind.getValue())) {
                    String prefix = "#/components/" + kind.getKey() + "/";
                    rename(source, prefix + name, prefix + service + "." + name);
                    ObjectNode mine = (ObjectNode) kind.getValue();
                    mine.set(service + "." + name, mine.remove(name));
                }
                kind.getValue().properties().forEach(entry -> target.set(entry.getKey(), entry.getValue()));
            }
        }
        for (Map.Entry<String, JsonNode> path : source.path("paths").properties()) {
            if (!path.getKey().startsWith("/internal/")) {
                paths.set(path.getKey(), path.getValue());
            }
        }
        source.path("tags").forEach(tags::add);
    }

    private static List<String> renamed(ObjectNode target, JsonNode mine) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : mine.properties()) {
            JsonNode there = target.get(entry.getKey());
            if (there != null && !there.equals(entry.getValue())) {
                names.add(entry.getKey());
            }
        }
        return names;
    }

    private static void rename(JsonNode node, String from, String to) {
        if (node instanceof ObjectNode object && from.equals(object.path(REF).asString(""))) {
            object.put(REF, to);
        }
        node.forEach(child -> rename(child, from, to));
    }
}
