package cn.twonets.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReleasedContractTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Comparison FIELDS = (before, now) -> before.properties()
            .stream()
            .filter(field -> !now.has(field.getKey()))
            .map(field -> new Breach(field.getKey(), "is gone"))
            .toList();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("released").resolve("things.json");
    }

    private void judge(String now) {
        ReleasedContract.at(file, FIELDS, false).requireKept(node(now));
    }

    private void release(String now) {
        ReleasedContract.at(file, FIELDS, true).requireKept(node(now));
    }

    private static JsonNode node(String json) {
        return JSON.readTree(json);
    }

    @Test
    void findsThatNothingWasPromised() {
        assertThatThrownBy(() -> judge("{}")).isInstanceOf(AssertionError.class).hasMessageContaining("is missing");
    }

    @Test
    void holdsWhatWasReleased() throws IOException {
        release("{\"a\": 1, \"b\": 2}");

        assertThat(JSON.readTree(Files.readString(file))).isEqualTo(node("{\"a\": 1, \"b\": 2}"));
        assertThatCode(() -> judge("{\"a\": 1, \"b\": 2, \"c\": 3}")).doesNotThrowAnyException();
        assertThatThrownBy(() -> judge("{\"a\": 1}")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("b: is gone");
    }

    @Test
    void doesNotReleaseABreach() throws IOException {
        release("{\"a\": 1, \"b\": 2}");

        assertThatThrownBy(() -> release("{\"a\": 1}")).isInstanceOf(AssertionError.class);
        assertThat(JSON.readTree(Files.readString(file)).has("b")).isTrue();
    }

    @Test
    void letsPassWhatIsMeantAndNothingElse() throws IOException {
        release("{\"a\": 1, \"b\": 2, \"c\": 3}");
        Path accepted = file.resolveSibling("things.accepted");
        Files.write(accepted, List.of("# nobody ever used it", "b: is gone"));

        assertThatCode(() -> judge("{\"a\": 1, \"c\": 3}")).doesNotThrowAnyException();
        assertThatThrownBy(() -> judge("{\"a\": 1}")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("c: is gone");
        assertThatThrownBy(() -> judge("{\"a\": 1, \"b\": 2, \"c\": 3}")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("is no breach: b: is gone");

        release("{\"a\": 1, \"c\": 3}");
        assertThat(accepted).doesNotExist();
        assertThatCode(() -> judge("{\"a\": 1, \"c\": 3}")).doesNotThrowAnyException();
    }

    @Test
    void takesNoBreachWithoutAReason() throws IOException {
        release("{\"a\": 1, \"b\": 2, \"c\": 3}");
        Path accepted = file.resolveSibling("things.accepted");

        for (List<String> unsaid : List.of(
                List.of("b: is gone"),
                List.of("#", "b: is gone"),
                List.of("b: is gone", "# nobody ever used it"),
                List.of("# nobody ever used it", "", "b: is gone"))) {
            Files.write(accepted, unsaid);
            assertThatThrownBy(() -> judge("{\"a\": 1, \"c\": 3}")).as("%s", unsaid).isInstanceOf(AssertionError.class)
                    .hasMessageContaining("says why: b: is gone");
            assertThatThrownBy(() -> release("{\"a\": 1, \"c\": 3}")).as("%s", unsaid)
                    .isInstanceOf(AssertionError.class);
        }

        Files.write(accepted, List.of("# nobody ever used them", "b: is gone", "c: is gone"));
        assertThatCode(() -> judge("{\"a\": 1}")).doesNotThrowAnyException();
    }
}
