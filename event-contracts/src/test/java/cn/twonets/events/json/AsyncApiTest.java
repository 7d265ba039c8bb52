package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.contracts.AsyncApiComparison;
import cn.twonets.contracts.Breach;
import cn.twonets.contracts.EmbeddedSchema;
import cn.twonets.contracts.ReleasedContract;
import cn.twonets.contracts.Validity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document that other people's programs are written from. When the contracts grow,
 * {@code mvn test -pl event-contracts -am -Dtwonets.schemas.write=true} writes it anew, beside the schemas.
 */
class AsyncApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FILE = Path.of("src", "main", "resources", "asyncapi.json");

    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        if (Boolean.getBoolean("twonets.schemas.write")) {
            Files.writeString(FILE,
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(AsyncApi.document()) + "\n");
        }
        document = JSON.readTree(Files.readString(FILE));
    }

    static Stream<Sample> samples() {
        return Sample.all();
    }

    @Test
    void isCommittedAsTheContractsAre() {
        assertThat(document).isEqualTo(JSON.readTree(JSON.writeValueAsString(AsyncApi.document())));
    }

    @Test
    void isAsyncApi3() {
        assertThat(Validity.asyncApi3(document)).isEmpty();
    }

    @Test
    void keepsWhatWasPromised() {
        ReleasedContract.of("asyncapi", new AsyncApiComparison()).requireKept(document);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void describesTheSampleOfEachType(Sample sample) {
        JsonNode message = document.path("components").path("messages").path(AsyncApi.message(sample.token()));
        EmbeddedSchema payload = EmbeddedSchema.in(document, message.path("payload"));
        EmbeddedSchema headers = EmbeddedSchema.in(document, message.path("headers"));
        JsonNode sent = JSON.valueToTree(sample.headers());

        assertThat(payload.faults(sample.value())).isEmpty();
        assertThat(headers.faults(sent)).isEmpty();
        ObjectNode broken = (ObjectNode) sample.value().deepCopy();
        ((ObjectNode) broken.get("state").get("order")).put("sequence", "first");
        assertThat(payload.faults(broken)).isNotEmpty();
        assertThat(headers.faults(((ObjectNode) sent.deepCopy()).put("ce_type", "cn.twonets.other.happened.v1")))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void servesASoundSchemaOfEachType(Sample sample) throws IOException {
        try (InputStream file = EventCodec.class.getResourceAsStream("/schemas/" + sample.token() + ".json")) {
            assertThat(Validity.jsonSchema(JSON.readTree(file))).isEmpty();
        }
    }

    /** Every field of every record, and every header: the comparison sees each, wherever it lies. */
    @Test
    void noticesAnyFieldThatIsGoneOrMeansSomethingElse() {
        AsyncApiComparison comparison = new AsyncApiComparison();
        List<String> places = new ArrayList<>();
        fields(document.path("components"), "/components", places);
        assertThat(places).hasSizeGreaterThan(200);
        for (String place : places) {
            String parent = place.substring(0, place.lastIndexOf('/'));
            String name = place.substring(parent.length() + 1);

            JsonNode without = document.deepCopy();
            ((ObjectNode) without.at(parent)).remove(name);
            assertThat(comparison.breaches(document, without)).as("without %s", place).extracting(Breach::what)
                    .contains("is gone");

            JsonNode other = document.deepCopy();
            ((ObjectNode) other.at(parent)).putObject(name).put("type", "null");
            assertThat(comparison.breaches(document, other)).as("other %s", place).isNotEmpty();
        }
    }

    private static void fields(JsonNode node, String where, List<String> places) {
        if (node.isObject()) {
            for (var field : node.properties()) {
                String place = where + "/" + field.getKey();
                if (where.endsWith("/properties")) {
                    places.add(place);
                }
                fields(field.getValue(), place, places);
            }
        } else {
            for (int index = 0; index < node.size(); index++) {
                fields(node.get(index), where + "/" + index, places);
            }
        }
    }
}
