package cn.twonets.standalone.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.standalone.place.Refused;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedFileTests {
    @TempDir
    Path folder;

    @Test
    void readsCsvWithNestedFieldsAndLists() throws Exception {
        List<Line> lines = read("""
                \uFEFFhousehold,category,aidKinds,parties,basis.kind,description,as,key
                h-1,housing,HOUSING;CHARITY,2,DUTY,"屋顶, 漏水",village-member:411082110213,k-1
                """);

        assertThat(lines).hasSize(1);
        Line line = lines.getFirst();
        assertThat(line.key()).isEqualTo("k-1");
        assertThat(line.as()).isEqualTo("village-member:411082110213");
        assertThat(line.body()).hasToString("{\"household\":\"h-1\",\"category\":\"housing\","
                + "\"aidKinds\":[\"HOUSING\",\"CHARITY\"],\"parties\":2,\"basis\":{\"kind\":\"DUTY\"},"
                + "\"description\":\"屋顶, 漏水\"}");
    }

    @Test
    void readsJsonLines() throws Exception {
        List<Line> lines = read("""
                {"household":"h-1","basis":{"kind":"DUTY"},"key":"k-1"}

                {"household":"h-2","as":"village-member:1"}
                """);

        assertThat(lines).extracting(Line::number).containsExactly(1L, 3L);
        assertThat(lines.getFirst().body()).hasToString("{\"household\":\"h-1\",\"basis\":{\"kind\":\"DUTY\"}}");
        assertThat(lines.getLast().as()).isEqualTo("village-member:1");
    }

    @Test
    void makesTheSameKeysForTheSameFileAndAnotherForEachRepeatInIt() throws Exception {
        String text = """
                household,category
                h-1,housing
                h-1,housing
                h-2,housing
                """;
        List<String> keys = read(text).stream().map(Line::key).toList();

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(read(text).stream().map(Line::key)).containsExactlyElementsOf(keys);
    }

    @Test
    void saysWhatIsWrongWithALineAndReadsOn() throws Exception {
        assertThat(read("{\"household\":}\n[1]\n{\"household\":\"h-1\"}\n"))
                .extracting(Line::fault)
                .containsExactly("broken JSON at column 14", "not a JSON object", null);
        assertThat(read("household,category\nh-1\nh-2,housing\n"))
                .extracting(Line::fault)
                .containsExactly("1 columns where the header has 2", null);
    }

    @Test
    void saysOfAFileThatIsNotThereThatItIsNot() {
        Path absent = Path.of("target", "no-such-needs.csv");
        assertThatThrownBy(() -> new NeedFile().read(absent, line -> {})).isInstanceOf(Refused.class)
                .hasMessage("The file " + absent + " does not exist.");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws Exception {
        Path file = folder.resolve("gbk.csv");
        Files.write(file, "household,description\nh-1,屋顶\n".getBytes(Charset.forName("GB18030")));
        assertThatThrownBy(() -> new NeedFile().read(file, line -> {})).isInstanceOf(Refused.class)
                .hasMessageContaining("is not UTF-8");
    }

    private List<Line> read(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("needs"), text);
        List<Line> lines = new ArrayList<>();
        assertThat(new NeedFile().read(file, lines::add)).isEqualTo(lines.size());
        return lines;
    }
}
