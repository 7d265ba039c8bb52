package cn.twonets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.file.ChainFile;
import cn.twonets.audit.file.Report;
import cn.twonets.audit.file.Verifier;
import cn.twonets.audit.file.WhoSaw;
import cn.twonets.fuzzing.DecoderFuzz;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains that somebody laid hands on: whatever was done to one, it is read to where it is sound, and told. */
class ChainsFuzzTest {
    private static final ChainId CHAIN = new ChainId("intake-20261121T195000123Z-k3f7ab");
    private static final ChainId EARLIER = new ChainId("intake-20261120T195000123Z-aaaaaa");
    private static final Actor ACTOR = new Actor("village-leader:411082110213", List.of("grid-leader"));
    private static final Trace TRACE = new Trace("4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
            "4bf92f3577b34da6a3ce929d0e0e4736");
    private static final List<String> WORDS = List.of("\n", "{", "}", "\"", "\\", "{\"n\":", ",\"at\":\"",
            "\",\"kind\":\"", ",\"hash\":\"", "\"}", "opened", "begun", "done", "read", "closed", "h1", "[", "]",
            "null",
            "0".repeat(64), "18446744073709551616", "2026-11-21T19:50:00.123Z");

    private static byte[] chain() {
        List<Entry> entries = List.of(
                new Entry.Opened(CHAIN, "intake", List.of(new Claim(EARLIER, 7, "ab".repeat(32)))),
                new Entry.Begun(ACTOR, "POST /api/v1/needs", List.of("h1"), "key", TRACE),
                new Entry.Done(new Reference(CHAIN, 2), 201, null, List.of("n1"), List.of("n2=act-not-allowed")),
                new Entry.Read(ACTOR, List.of("h1", "h2"), "casework", "masked-people,facts", TRACE),
                new Entry.Denied(ACTOR, "GET /api/v1/households/{id}", List.of("h1"), 404, TRACE),
                new Entry.Closed());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageDigest sha256 = Line.sha256();
        String head = Line.BEFORE_FIRST;
        for (int i = 0; i < entries.size(); i++) {
            byte[] body = Line.body(i + 1, "2026-11-21T19:50:00.12" + i + "Z", EntryFields.of(entries.get(i)));
            head = Line.hash(sha256, head, body);
            bytes.writeBytes(Line.whole(body, head));
        }
        return bytes.toByteArray();
    }

    @Test
    void tellsWhateverWasDoneToAChain(@TempDir Path folder) throws InterruptedException {
        byte[] good = chain();
        String written = new String(good, StandardCharsets.ISO_8859_1);
        ChainFile file = new ChainFile(CHAIN, folder.resolve(CHAIN + ".jsonl"));
        Map<String, Long> outcomes = DecoderFuzz.of("chains", WORDS).slowly().from(List.of(good)).feed(input -> {
            Files.write(file.path(), input);
            WhoSaw.of("h1", List.of(folder));
            file.first();
            file.end();
            Report report = Verifier.verify(List.of(folder), List.of());
            boolean sound = report.findings().stream().noneMatch(finding -> finding.chain().equals(CHAIN)
                    && finding.kind() != cn.twonets.audit.file.Finding.Kind.UNATTESTED);
            if (sound) {
                String text = new String(input, StandardCharsets.ISO_8859_1);
                assertThat(written).startsWith(text.substring(0, text.lastIndexOf('\n') + 1));
                return "sound, " + report.entries();
            }
            return report.findings().getFirst().kind().name();
        });
        assertThat(outcomes).containsKeys("sound, 6", "EDITED");
    }
}
