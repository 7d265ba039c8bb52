package cn.twonets.contracts;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A schema that stands within a larger document and points at others there, as a program of somebody else reads it. */
public final class EmbeddedSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder
                    .schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final Schema schema;

    private EmbeddedSchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * The schema at a place.
     *
     * @param document an AsyncAPI or OpenAPI document
     * @param schema a schema in it; what it points at lies below {@code /components}
     */
    public static EmbeddedSchema in(JsonNode document, JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("$schema", SpecificationVersion.DRAFT_2020_12.getDialectId());
        whole.putArray("allOf").add(schema);
        whole.set("components", document.path("components"));
        return new EmbeddedSchema(REGISTRY.getSchema(whole));
    }

    /** One that stands alone. */
    public static EmbeddedSchema alone(JsonNode schema) {
        return new EmbeddedSchema(REGISTRY.getSchema(schema));
    }

    /** What of the data does not fit; empty if all does. Formats count. */
    public List<String> faults(JsonNode data) {
        return schema.validate(data).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
