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
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The judge of the audit finds what is planted in it, and nothing in what was left alone or broken off by a kill. */
class AuditedTest {
    private static final ChainId CHAIN = new ChainId("intake-20261121T195000123Z-k3f7ab");
    private static final ChainId NEXT = new ChainId("intake-20261121T195100123Z-k3f7ab");
    private static final Instant AT = Instant.parse("2026-11-21T19:50:00.123Z");
    private static final Actor MEMBER = new Actor("village-member:411082110213", List.of("grid-member"));
    private static final Trace OF_ONE = new Trace("11111111-2222-3333-4444-555555555555",
            "0af7651916cd43dd8448eb211c80319c");
    private static final Trace OF_A_BATCH = new Trace("21111111-2222-3333-4444-555555555555",
            "0af7651916cd43dd8448eb211c80319c");
    private static final String NEED = "k3f7abk3f7abk3f7abk3f7ab2z";
    private static final List<Entry> ENTRIES = List.of(
            new Entry.Opened(CHAIN, "intake", List.of()),
            new Entry.Begun(MEMBER, "POST /api/v1/needs", List.of(), NEED, OF_ONE),
            new Entry.Done(new Reference(CHAIN, 2), 201, null, List.of(NEED), List.of()),
            new Entry.Begun(MEMBER, "POST /api/v1/need-batches", List.of(), null, OF_A_BATCH),
            new Entry.Done(new Reference(CHAIN, 4), 200, null, List.of("of-a-batch"), List.of()));

    @TempDir
    private Path folder;

    private final Map<Family, Map<String, Kept>> stored = new EnumMap<>(Family.class);
    private Claim head = new Claim(CHAIN, 1, "0".repeat(64));

    private Path write(ChainId chain, List<Entry> entries) throws IOException {
        Draft draft = new Draft();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            out.write(draft.next(AT, EntryFields.of(entry)));
        }
        head = new Claim(chain, draft.entries(), draft.head());
        return Files.write(folder.resolve(chain + ".jsonl"), out.toByteArray());
    }

    /** A need that a person submitted under that correlation id. */
    private void isStored(String need, Trace trace) {
        stored.computeIfAbsent(Family.NEED, family -> new HashMap<>())
                .put(need, new Kept(need, 0, 1,
                        List.of(new Happened(0, 1, "cn.twonets.need.submitted.v1", trace.correlation())), false, null,
                        null, null));
    }

    private Verdict judge() {
        JsonNode anchor = new JsonMapper().createObjectNode().put("chain", head.chain().value())
                .put("entries", head.entries()).put("head", head.head());
        Verdict verdict = new Verdict();
        new Audited(verdict).judge(folder, List.of(anchor), stored);
        return verdict;
    }

    @Test
    void findsNothingInWhatWasLeftAlone() throws IOException {
        write(CHAIN, ENTRIES);
        isStored(NEED, OF_ONE);
        isStored("of-a-batch", OF_A_BATCH);
        Verdict verdict = judge();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I13)).isGreaterThanOrEqualTo(8);
    }

    @Test
    void findsNothingInWhatAKillBrokeOff() throws IOException {
        Path file = write(CHAIN, ENTRIES.subList(0, 4));
        Files.writeString(file, "{\"n\":5,\"at\":\"2026-11-21T19:5", StandardOpenOption.APPEND);
        Files.createFile(folder.resolve("dispatch-20261121T195000123Z-k3f7ab.jsonl"));
        isStored(NEED, OF_ONE);
        // their batch was done, and its outcome, with their ids, was never written
        isStored("of-a-batch", OF_A_BATCH);
        isStored("of-a-batch-too", OF_A_BATCH);
        assertThat(judge().violations()).isEmpty();
    }

    @Test
    void findsNothingInAnActThatWasBegunAndNeverDone() throws IOException {
        write(CHAIN, ENTRIES.subList(0, 2));
        assertThat(judge().violations()).isEmpty();
    }

    @Test
    void findsAnActThatNobodyWroteDown() throws IOException {
        write(CHAIN, ENTRIES);
        isStored(NEED, OF_ONE);
        isStored("nobody-wrote-this", new Trace("31111111-2222-3333-4444-555555555555", OF_ONE.trace()));
        assertThat(judge().violations()).singleElement().extracting(Violation::subject).asString()
                .contains("nobody-wrote-this");
    }

    @Test
    void findsANeedThatWasMadeAndIsNotThere() throws IOException {
        write(CHAIN, ENTRIES);
        assertThat(judge().violations()).singleElement().extracting(Violation::subject).asString().contains(NEED);
    }

    @Test
    void findsThatNothingWasAnchored() throws IOException {
        write(CHAIN, ENTRIES.subList(0, 1));
        Verdict verdict = new Verdict();
        new Audited(verdict).judge(folder, List.of(), stored);
        assertThat(verdict.count(Invariant.I13)).isEqualTo(1);
    }

    @Test
    void findsAnEndThatOnlyTheNextChainKnew() throws IOException {
        isStored(NEED, OF_ONE);
        Path file = write(CHAIN, ENTRIES);
        write(NEXT, List.of(new Entry.Opened(NEXT, "intake", List.of(head))));
        assertThat(judge().violations()).isEmpty();
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 4));
        assertThat(judge().violations()).singleElement().extracting(Violation::subject).isEqualTo(CHAIN + " 5");
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
        isStored(NEED, OF_ONE);
        Path file = write(CHAIN, ENTRIES);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        change.accept(lines);
        Files.write(file, lines);
        assertThat(judge().count(Invariant.I13)).isPositive();
    }
}
