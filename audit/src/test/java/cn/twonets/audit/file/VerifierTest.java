package cn.twonets.audit.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Line;
import cn.twonets.audit.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to entries after they were written is found and named; entries that were left alone are whole. */
class VerifierTest {
    private static final Clock REAL = Clock.systemUTC();
    private static final int ACTS = 10;
    /** The opening, two entries for each act, the end. */
    private static final int ENTRIES = 2 * ACTS + 2;
    private static final long SEED = 20261121;

    @TempDir
    private Path folder;

    private final List<Anchor> anchors = new ArrayList<>();
    private Path file = Path.of("");
    private ChainId chain = new ChainId("intake-20261121T195000123Z-k3f7ab");

    /** One chain, ended in good order, anchored at its end and halfway. */
    @BeforeEach
    void write() throws IOException {
        Trail trail = new Trail("intake", TrailSettings.in(folder).withSync(false), REAL, new Acts.Heard());
        for (int act = 0; act < ACTS; act++) {
            Reference begun = trail.keep(Acts.begun("need-00" + act));
            trail.note(Acts.done(begun));
            chain = begun.chain();
            if (act == ACTS / 2) {
                trail.keep(Acts.read("household-1"));
                anchor(trail);
            }
        }
        trail.close();
        anchor(trail);
        file = folder.resolve(chain + ".jsonl");
    }

    private void anchor(Trail trail) {
        Trail.Standing standing = trail.standing().orElseThrow();
        standing.claims().forEach(claim -> anchors.add(new Anchor(claim, standing.by(), Instant.EPOCH)));
    }

    private Report verify() throws IOException {
        return Verifier.verify(List.of(folder), anchors);
    }

    private Finding onlyFinding() throws IOException {
        Report report = verify();
        assertThat(report.isWhole()).isFalse();
        assertThat(report.findings()).hasSize(1);
        return report.findings().getFirst();
    }

    @Test
    void findsNothingInWhatWasLeftAlone() throws IOException {
        Report report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(ENTRIES + 1);
        assertThat(report.unattested()).isZero();
        assertThat(report.unfinished()).isEmpty();
    }

    /** Changes the lines of a file. */
    private interface Tampering {
        void change(List<String> lines);
    }

    static Stream<Arguments> tamperings() {
        int last = ENTRIES + 1;
        return Stream.of(
                Arguments.of("another post", Finding.Kind.EDITED, 6, 6, (Tampering) lines -> lines.set(5,
                        lines.get(5).replace("411082110213", "411082110214"))),
                Arguments.of("another time", Finding.Kind.EDITED, 1, 1, (Tampering) lines -> lines.set(0,
                        lines.get(0).replace("\"at\":\"2", "\"at\":\"1"))),
                Arguments.of("another outcome", Finding.Kind.EDITED, 7, 7, (Tampering) lines -> lines.set(6,
                        lines.get(6).replace("\"status\":200", "\"status\":403"))),
                Arguments.of("another hash", Finding.Kind.EDITED, 7, 7, (Tampering) lines -> lines.set(6,
                        lines.get(6).replaceAll("\"hash\":\".", "\"hash\":\"x"))),
                Arguments.of("no JSON", Finding.Kind.EDITED, 9, 9, (Tampering) lines -> lines.set(8, "nothing")),
                Arguments.of("an empty line", Finding.Kind.EDITED, 9, 9, (Tampering) lines -> lines.add(8, "")),
                Arguments.of("one removed", Finding.Kind.REMOVED, 4, 4, (Tampering) lines -> lines.remove(3)),
                Arguments.of("three removed", Finding.Kind.REMOVED, 4, 6,
                        (Tampering) lines -> lines.subList(3, 6).clear()),
                Arguments.of("the first removed", Finding.Kind.REMOVED, 1, 1, (Tampering) lines -> lines.remove(0)),
                Arguments.of("the last removed", Finding.Kind.CUT, last, last,
                        (Tampering) lines -> lines.remove(last - 1)),
                Arguments.of("the last five removed", Finding.Kind.CUT, last - 4, last,
                        (Tampering) lines -> lines.subList(last - 5, last).clear()),
                Arguments.of("all removed", Finding.Kind.CUT, 1, last, (Tampering) List::clear),
                Arguments.of("one twice", Finding.Kind.EDITED, 6, 6, (Tampering) lines -> lines.add(5, lines.get(4))),
                Arguments.of("two exchanged", Finding.Kind.REMOVED, 5, 5,
                        (Tampering) lines -> Collections.swap(lines, 4, 5)),
                Arguments.of("one more at the end", Finding.Kind.EDITED, last + 1, last + 1,
                        (Tampering) lines -> append(lines)),
                Arguments.of("written anew before the first anchor", Finding.Kind.EDITED, 1, 14,
                        (Tampering) lines -> rewrite(lines, 6)),
                Arguments.of("written anew between the anchors", Finding.Kind.EDITED, 15, last,
                        (Tampering) lines -> rewrite(lines, 18)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperings")
    void namesTheFirstEntryThatIsNotWhatWasWritten(String name, Finding.Kind kind, long from, long to,
            Tampering tampering) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        List<String> before = List.copyOf(lines);
        tampering.change(lines);
        assertThat(lines).isNotEqualTo(before);
        Files.write(file, lines);
        Finding finding = onlyFinding();
        assertThat(finding.chain()).isEqualTo(chain);
        assertThat(finding.kind()).as(finding.words()).isEqualTo(kind);
        assertThat(finding.from()).isEqualTo(from);
        assertThat(finding.to()).isEqualTo(to);
    }

    @Test
    void findsACutWithinAnEntry() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
        Finding finding = onlyFinding();
        assertThat(finding.kind()).isEqualTo(Finding.Kind.CUT);
        assertThat(finding.from()).isEqualTo(ENTRIES + 1);
    }

    @Test
    void findsARemovedChain() throws IOException {
        Files.delete(file);
        Finding finding = onlyFinding();
        assertThat(finding.kind()).isEqualTo(Finding.Kind.REMOVED);
        assertThat(finding.chain()).isEqualTo(chain);
        assertThat(finding.to()).isEqualTo(ENTRIES + 1);
    }

    @Test
    void findsARemovedChainByTheNextOneThoughNoAnchorKnewIt() throws IOException {
        anchors.clear();
        try (Trail next = new Trail("intake", TrailSettings.in(folder), REAL, new Acts.Heard())) {
            next.keep(Acts.begun("need-0001"));
            anchor(next);
        }
        anchors.removeIf(anchor -> anchor.claim().chain().equals(chain));
        Files.delete(file);
        Finding finding = onlyFinding();
        assertThat(finding.kind()).isEqualTo(Finding.Kind.REMOVED);
        assertThat(finding.chain()).isEqualTo(chain);
    }

    @Test
    void findsARenamedChain() throws IOException {
        ChainId other = new ChainId("intake-20200101T000000000Z-aaaaaa");
        Files.move(file, folder.resolve(other + ".jsonl"));
        assertThat(verify().findings()).extracting(Finding::chain, Finding::kind)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(chain, Finding.Kind.REMOVED),
                        org.assertj.core.groups.Tuple.tuple(other, Finding.Kind.EDITED));
    }

    @Test
    void findsAChainThatNobodyKnows() throws IOException {
        Trail foreign = new Trail("dispatch", TrailSettings.in(folder), REAL, new Acts.Heard());
        foreign.keep(Acts.begun("need-0001"));
        foreign.close();
        Finding finding = onlyFinding();
        assertThat(finding.kind()).isEqualTo(Finding.Kind.UNATTESTED);
        assertThat(finding.chain().service()).isEqualTo("dispatch");
    }

    /** Another start of the service, and its end; the topic hears of it only if asked to. */
    private ChainId nextStart(String service, boolean isAnchored) throws IOException {
        Trail next = new Trail(service, TrailSettings.in(folder).withSync(false), REAL, new Acts.Heard());
        ChainId begun = next.keep(Acts.begun("need-0001")).chain();
        next.close();
        if (isAnchored) {
            anchor(next);
        }
        return begun;
    }

    /** As a restore without topics does it: the new topic knows the last chain before it, and none that was before that. */
    private void restoreWithoutTopics() throws IOException {
        nextStart("intake", false);
        anchors.clear();
        nextStart("intake", true);
        assertThat(anchors).extracting(anchor -> anchor.claim().chain()).doesNotContain(chain);
    }

    @Test
    void takesTheWordOfAChainThatTheTopicKnowsForThoseBeforeIt() throws IOException {
        nextStart("intake", false);
        restoreWithoutTopics();
        Report report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.chains()).hasSize(4);
        assertThat(report.unattested()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperings")
    void findsWhatWasDoneToAChainThatOnlyALaterOneKnows(String name, Finding.Kind kind, long from, long to,
            Tampering tampering) throws IOException {
        restoreWithoutTopics();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        tampering.change(lines);
        Files.write(file, lines);
        Finding finding = onlyFinding();
        assertThat(finding.chain()).isEqualTo(chain);
        assertThat(finding.kind()).as(finding.words()).isEqualTo(kind);
    }

    @Test
    void findsAChainRemovedThatOnlyALaterOneKnows() throws IOException {
        restoreWithoutTopics();
        Files.delete(file);
        Finding finding = onlyFinding();
        assertThat(finding.chain()).isEqualTo(chain);
        assertThat(finding.kind()).isEqualTo(Finding.Kind.REMOVED);
    }

    @Test
    void takesNobodysWordWhomTheTopicDoesNotKnow() throws IOException {
        ChainId forged = nextStart("dispatch", false);
        ChainId witness = nextStart("dispatch", false);
        assertThat(verify().findings()).extracting(Finding::chain, Finding::kind).containsExactly(
                org.assertj.core.groups.Tuple.tuple(forged, Finding.Kind.UNATTESTED),
                org.assertj.core.groups.Tuple.tuple(witness, Finding.Kind.UNATTESTED));
    }

    @Test
    void takesNoWordOfAChainWhoseBeginningWasEdited() throws IOException {
        ChainId witness = nextStart("intake", false);
        anchors.clear();
        nextStart("intake", true);
        Path edited = folder.resolve(witness + ".jsonl");
        Files.write(edited, Files.readAllLines(edited).stream()
                .map(line -> line.replace("\"kind\":\"opened\"", "\"kind\":\"opened\",\"more\":1")).toList());
        assertThat(verify().findings()).extracting(Finding::chain, Finding::kind).containsExactly(
                org.assertj.core.groups.Tuple.tuple(chain, Finding.Kind.UNATTESTED),
                org.assertj.core.groups.Tuple.tuple(witness, Finding.Kind.EDITED));
    }

    @Test
    void findsAllChainsInSeveralFolders() throws IOException {
        Path archive = Files.createDirectory(folder.resolve("archive"));
        Files.move(file, archive.resolve(file.getFileName()));
        assertThat(verify().isWhole()).isFalse();
        assertThat(Verifier.verify(List.of(folder, archive), anchors).isWhole()).isTrue();
    }

    /** The limit that the documents state: what only the chain itself speaks of can be cut unseen, and is counted. */
    @Test
    void countsWhatNobodyElseSpeaksOf() throws IOException {
        anchors.removeLast();
        Report report = verify();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.unattested()).isEqualTo(ENTRIES + 1 - anchors.getLast().claim().entries());
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 2));
        assertThat(verify().isWhole()).isTrue();
        assertThat(Verifier.verify(List.of(folder), null).isWhole()).isTrue();
    }

    @Test
    void findsAnyFlippedBit() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(SEED);
        for (int round = 0; round < 400; round++) {
            int at = random.nextInt(whole.length);
            int bit = random.nextInt(8);
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << bit);
            Files.write(file, flipped);
            long entry = 1 + new String(whole, 0, at, StandardCharsets.ISO_8859_1).chars()
                    .filter(c -> c == '\n').count();
            Finding finding = onlyFinding();
            assertThat(entry).as("seed %d, bit %d of byte %d: %s", SEED, bit, at, finding)
                    .isBetween(finding.from(), finding.to());
        }
    }

    private static void append(List<String> lines) {
        lines.add("");
        bind(lines, lines.size() - 1, "{\"n\":" + lines.size()
                + ",\"at\":\"2026-11-21T19:50:00.123Z\",\"kind\":\"begun\",\"who\":\"somebody\"");
    }

    /** What somebody does who knows how entries are bound: edits one and works out all later hashes anew. */
    private static void rewrite(List<String> lines, int from) {
        for (int at = from; at < lines.size(); at++) {
            String line = lines.get(at);
            String body = line.substring(0, line.indexOf(",\"hash\":"));
            bind(lines, at, at == from ? body.replace("411082110213", "411082110214").replace(":200", ":201") : body);
        }
    }

    private static void bind(List<String> lines, int at, String body) {
        MessageDigest sha256 = Line.sha256();
        String before = lines.get(at - 1);
        String previous = before.substring(before.length() - 66, before.length() - 2);
        String hash = Line.hash(sha256, previous, body.getBytes(StandardCharsets.US_ASCII));
        lines.set(at, body + ",\"hash\":\"" + hash + "\"}");
    }

    @Test
    void refusesClaimsThatClaimNothing() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Claim(chain, 0, Line.BEFORE_FIRST))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
