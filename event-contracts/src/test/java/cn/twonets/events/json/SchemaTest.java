package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.contracts.EmbeddedSchema;
import cn.twonets.events.EventFamily;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas beside the records. When a field is added, {@code mvn test -pl event-contracts -Dtwonets.schemas.write=true}
 * writes them anew; the samples must still fit.
 */
class SchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysWhatTheRecordsSay(Sample sample) throws Exception {
        EventFamily.Type<?, ?> type = sample.family().type(sample.token()).orElseThrow();
        String stated = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(RecordSchema.of(type)) + "\n";
        if (Boolean.getBoolean("twonets.schemas.write")) {
            Files.writeString(Path.of("src/main/resources/schemas", sample.token() + ".json"), stated);
        }
        assertThat(JSON.readTree(committed(sample.token()))).isEqualTo(JSON.readTree(stated));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void letsTheSamplePassAndABrokenOneFail(Sample sample) {
        EmbeddedSchema schema = EmbeddedSchema.alone(JSON.readTree(committed(sample.token())));
        assertThat(schema.faults(sample.value())).isEmpty();
        ObjectNode broken = (ObjectNode) sample.value().deepCopy();
        ((ObjectNode) broken.get("state")).put("order", "first");
        assertThat(schema.faults(broken)).isNotEmpty();
        ((ObjectNode) broken.get("state")).remove("order");
        assertThat(schema.faults(broken)).isNotEmpty();
    }

    private static String committed(String token) {
        if (Boolean.getBoolean("twonets.schemas.write")) {
            return read(Path.of("src/main/resources/schemas", token + ".json"));
        }
        try (InputStream file = EventCodec.class.getResourceAsStream("/schemas/" + token + ".json")) {
            assertThat(file).as("the schema of %s", token).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
