package cn.twonets.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Actor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Draft;
import cn.twonets.audit.Entry;
import cn.twonets.audit.EntryFields;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The judge of the audit finds what is planted in it, and nothing in what was left alone. */
class AuditedTest {
    private static final ChainId CHAIN = new ChainId("intake-20261121T195000123Z-k3f7ab");
    private static final Instant AT = Instant.parse("2026-11-21T19:50:00.123Z");
    private static final Actor MEMBER = new Actor("village-member:411082110213", List.of("grid-member"));
    private static final Trace TRACE = new Trace("11111111-2222-3333-4444-555555555555",
            "0af7651916cd43dd8448eb211c80319c");
    private static final String NEED = "k3f7abk3f7abk3f7abk3f7ab2z";
    private static final String OF_A_BATCH = "k3f7abk3f7abk3f7abk3f7ab3z";

    @TempDir
    private Path folder;

    private Path write() throws IOException {
        Draft draft = new Draft();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Entry entry : List.of(
                new Entry.Opened(CHAIN, "intake", List.of()),
                new Entry.Begun(MEMBER, "POST /api/v1/needs", List.of(), NEED, TRACE),
                new Entry.Done(new Reference(CHAIN, 2), 201, null, List.of(NEED), List.of()),
                new Entry.Begun(MEMBER, "POST /api/v1/need-batches", List.of(), null, TRACE),
                new Entry.Done(new Reference(CHAIN, 4), 200, null, List.of(OF_A_BATCH), List.of()))) {
            out.write(draft.next(AT, EntryFields.of(entry)));
        }
        head = new Claim(CHAIN, draft.entries(), draft.head());
        return Files.write(folder.resolve(CHAIN + ".jsonl"), out.toByteArray());
    }

    private Claim head = new Claim(CHAIN, 1, "0".repeat(64));

    private Verdict judge(String... needs) {
        JsonNode anchor = new JsonMapper().createObjectNode().put("chain", head.chain().value())
                .put("entries", head.entries()).put("head", head.head());
        Verdict verdict = new Verdict();
        new Audited(verdict).judge(folder, List.of(anchor), Set.of(needs));
        return verdict;
    }

    @Test
    void findsNothingInWhatWasLeftAlone() throws IOException {
        write();
        Verdict verdict = judge(NEED, OF_A_BATCH);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I13)).isGreaterThanOrEqualTo(8);
    }

    @Test
    void findsANeedThatNobodyWroteDown() throws IOException {
        write();
        assertThat(judge(NEED, "nobody-wrote-this").count(Invariant.I13)).isEqualTo(1);
    }

    @Test
    void findsThatNothingWasAnchored() throws IOException {
        write();
        Verdict verdict = new Verdict();
        new Audited(verdict).judge(folder, List.of(), Set.of());
        assertThat(verdict.count(Invariant.I13)).isEqualTo(1);
    }

    static Stream<Arguments> planted() {
        return Stream.of(
                Arguments.of("edited", (Consumer<List<String>>) lines -> lines.set(2,
                        lines.get(2).replace(":201", ":403"))),
                Arguments.of("removed", (Consumer<List<String>>) lines -> lines.remove(2)),
                Arguments.of("cut", (Consumer<List<String>>) lines -> lines.remove(4)),
                Arguments.of("emptied", (Consumer<List<String>>) List::clear));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void findsWhatIsPlanted(String name, Consumer<List<String>> change) throws IOException {
        Path file = write();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        Files.write(file, lines);
        assertThat(judge().count(Invariant.I13)).isPositive();
    }
}
