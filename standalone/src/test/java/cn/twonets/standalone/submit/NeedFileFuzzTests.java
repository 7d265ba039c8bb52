package cn.twonets.standalone.submit;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import cn.twonets.standalone.place.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that hold no needs: each line is handed over, sound or with what is wrong, or the file is refused whole. */
class NeedFileFuzzTests {
    private static final List<String> WORDS = Words.of(Words.CSV, Words.JSON,
            List.of("household", "category", "basis.kind",
                    "basis", "aidKinds", "parties", "key", "as", ".", "..", "basis.", "DUTY"));

    @Test
    void handsOverEachLineOrRefusesTheFile(@TempDir Path folder) throws InterruptedException {
        Path file = folder.resolve("needs");
        Map<String, Long> outcomes = DecoderFuzz.of("need-files", WORDS).slowly().feed(input -> {
            Files.write(file, input);
            List<Line> lines = new ArrayList<>();
            try {
                long count = new NeedFile().read(file, lines::add);
                assertThat(lines).hasSize((int) count);
            } catch (Refused refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return "refused";
            }
            lines.forEach(line -> assertThat(line.body() == null).isEqualTo(line.fault() != null));
            List<Line> again = new ArrayList<>();
            new NeedFile().read(file, again::add);
            assertThat(again).isEqualTo(lines);
            return lines.isEmpty() ? "nothing" : lines.getFirst().fault() == null ? "needs" : "broken lines";
        });
        assertThat(outcomes).containsKeys("needs", "broken lines", "refused");
    }
}
