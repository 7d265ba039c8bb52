package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.contracts.EmbeddedSchema;
import cn.twonets.contracts.Validity;
import cn.twonets.events.ChainAnchored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema of anchors beside the other schemas; {@code -Dtwonets.schemas.write=true} writes it anew. */
class ChainAnchoredTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FILE = Path.of("src/main/resources", ChainAnchored.DATA_SCHEMA);

    @Test
    void saysWhatTheRecordSays() throws IOException {
        String stated = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(
                RecordSchema.of(ChainAnchored.TYPE, ChainAnchored.DATA_SCHEMA, ChainAnchored.class)) + "\n";
        if (Boolean.getBoolean("twonets.schemas.write")) {
            Files.writeString(FILE, stated);
        }
        assertThat(JSON.readTree(Files.readString(FILE))).isEqualTo(JSON.readTree(stated));
    }

    @Test
    void letsAnAnchorPassAndABrokenOneFail() throws IOException {
        JsonNode schema = JSON.readTree(Files.readString(FILE));
        ObjectNode anchor = JSON.valueToTree(new ChainAnchored("intake-20261121T195000123Z-k3f7ab", "intake", 12,
                "0".repeat(64), "intake-20261121T195000123Z-k3f7ab", Instant.parse("2026-11-21T19:50:00Z")));

        assertThat(Validity.jsonSchema(schema)).isEmpty();
        assertThat(EmbeddedSchema.alone(schema).faults(anchor)).isEmpty();
        assertThat(EmbeddedSchema.alone(schema).faults(anchor.deepCopy().put("entries", "many"))).isNotEmpty();
        anchor.remove("head");
        assertThat(EmbeddedSchema.alone(schema).faults(anchor)).isNotEmpty();
    }
}
