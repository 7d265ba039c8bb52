package cn.twonets.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schemas that say what a description must look like, as their standards' own bodies publish them; not ours. */
enum MetaSchemas {
    /** AsyncAPI 3.0, of the AsyncAPI initiative; draft 7. */
    ASYNC_API_3("asyncapi-3.0.0.json"),
    /** OpenAPI 3.1, of the OpenAPI initiative; what a schema object is, draft 2020-12 says. */
    OPEN_API_31("openapi-3.1.json");

    private static final JsonMapper JSON = new JsonMapper();

    private final String file;

    MetaSchemas(String file) {
        this.file = file;
    }

    JsonNode read() {
        try (InputStream schema = MetaSchemas.class.getResourceAsStream(file)) {
            return JSON.readTree(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
