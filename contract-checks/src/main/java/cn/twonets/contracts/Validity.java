package cn.twonets.contracts;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Whether a description is one at all. The judges are the schemas that the standards' own bodies publish for such
 * documents, and a validator that knows nothing of this product; references and names, which those schemas do not see,
 * are followed here.
 */
public final class Validity {
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");
    private static final Schema ASYNC_API = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(MetaSchemas.ASYNC_API_3.read());
    private static final Schema OPEN_API = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(MetaSchemas.OPEN_API_31.read());
    private static final Schema JSON_SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    private Validity() {
    }

    /** What is wrong with an AsyncAPI 3.0 document; empty if nothing is. */
    public static List<String> asyncApi3(JsonNode document) {
        List<String> faults = faults(ASYNC_API, document, "");
        references(document, document, "", faults);
        schemas(document.path("components").path("schemas"), "/components/schemas", faults);
        return faults;
    }

    /** What is wrong with an OpenAPI 3.1 document; empty if nothing is. */
    public static List<String> openApi31(JsonNode document) {
        List<String> faults = faults(OPEN_API, document, "");
        references(document, document, "", faults);
        schemas(document.path("components").path("schemas"), "/components/schemas", faults);
        Set<String> names = new HashSet<>();
        for (var path : document.path("paths").properties()) {
            for (var call : path.getValue().properties()) {
                String where = call.getKey() + " " + path.getKey();
                String name = call.getValue().path("operationId").asString("");
                if (!name.isEmpty() && !names.add(name)) {
                    faults.add(where + ": another operation is called " + name);
                }
                PLACE.matcher(path.getKey()).results().map(MatchResult::group)
                        .map(place -> place.substring(1, place.length() - 1))
                        .filter(place -> !declares(document, call.getValue(), place))
                        .forEach(place -> faults.add(where + ": {" + place + "} is no parameter"));
            }
        }
        return faults;
    }

    /** What is wrong with a JSON Schema of draft 2020-12; empty if nothing is. */
    public static List<String> jsonSchema(JsonNode schema) {
        return faults(JSON_SCHEMA, schema, "");
    }

    private static boolean declares(JsonNode document, JsonNode call, String place) {
        for (JsonNode parameter : call.path("parameters")) {
            JsonNode one = Pointers.resolved(document, parameter);
            if (one.path("in").asString("").equals("path") && one.path("name").asString("").equals(place)) {
                return true;
            }
        }
        return false;
    }

    private static void schemas(JsonNode schemas, String where, List<String> faults) {
        schemas.properties().forEach(
                schema -> faults.addAll(faults(JSON_SCHEMA, schema.getValue(), where + "/" + schema.getKey())));
    }

    private static void references(JsonNode document, JsonNode node, String where, List<String> faults) {
        JsonNode reference = node.path(Pointers.REF);
        if (reference.isString() && Pointers.target(document, reference.asString()).isEmpty()) {
            faults.add(where + ": points at nothing: " + reference.asString());
        }
        if (node.isObject()) {
            node.properties().forEach(
                    field -> references(document, field.getValue(), where + "/" + field.getKey(), faults));
        } else {
            int index = 0;
            for (JsonNode element : node) {
                references(document, element, where + "/" + index++, faults);
            }
        }
    }

    private static List<String> faults(Schema schema, JsonNode document, String where) {
        List<String> faults = new ArrayList<>();
        schema.validate(document)
                .forEach(error -> faults.add(where + error.getInstanceLocation() + ": " + error.getMessage()));
        return faults;
    }
}
