package cn.twonets.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.twonets.api.sensitive.RecordUnavailableException;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.EntryFields;
import cn.twonets.audit.Reference;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Entries are kept when they are said to be, in one chain, whatever happens to the process and the disk.
 * {@code -Dtwonets.audit.acts=20000} writes so many acts for each caller and says what one cost.
 */
class TrailTest {
    private static final Clock REAL = Clock.systemUTC();
    private static final int CALLERS = 8;
    private static final int EACH = Integer.getInteger("twonets.audit.acts", 250);

    @TempDir
    private Path folder;

    private final Acts.Heard heard = new Acts.Heard();

    private Trail trail() {
        return new Trail("intake", TrailSettings.in(folder), REAL, heard);
    }

    private Report verify() throws IOException {
        return Verifier.verify(List.of(folder), null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsEntriesOfManyCallersInOneChain(boolean sync) throws Exception {
        Set<Reference> kept = new HashSet<>();
        long began = System.nanoTime();
        long used = processor();
        try (Trail trail = new Trail("intake", TrailSettings.in(folder).withSync(sync), REAL, heard);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Reference>>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(callers.submit(() -> {
                    List<Reference> own = new ArrayList<>();
                    for (int n = 0; n < EACH; n++) {
                        Reference begun = trail.keep(Acts.begun("need-0001"));
                        trail.note(Acts.done(begun));
                        own.add(begun);
                    }
                    return own;
                }));
            }
            for (Future<List<Reference>> one : running) {
                kept.addAll(one.get());
            }
        }
        System.out.printf("%d acts, sync %s: %.1f us elapsed and %.1f us of processors each%n", CALLERS * EACH, sync,
                (System.nanoTime() - began) / 1e3 / CALLERS / EACH, (processor() - used) / 1e3 / CALLERS / EACH);
        assertThat(kept).hasSize(CALLERS * EACH).extracting(Reference::chain)
                .containsOnly(kept.iterator().next().chain());
        Report report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(1 + 2L * CALLERS * EACH + 1);
        assertThat(report.unfinished()).isEmpty();
        assertThat(report.chains()).singleElement().matches(Report.Chain::closed);
        assertThat(heard.kept.get()).isEqualTo(report.entries());
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    @Test
    void hasAnEntryOnDiskWhenItSaysSo() throws Exception {
        try (Trail trail = trail()) {
            for (int n = 0; n < 20; n++) {
                Reference kept = trail.keep(Acts.begun("need-0001"));
                assertThat(verify().entries()).isGreaterThanOrEqualTo(kept.number());
            }
        }
    }

    @Test
    void keepsAnOutcomeSoonThoughNobodyWaits() throws Exception {
        try (Trail trail = trail()) {
            trail.note(Acts.done(trail.keep(Acts.begun("need-0001"))));
            await().atMost(Duration.ofMinutes(1)).until(() -> verify().unfinished().isEmpty());
            assertThat(verify().entries()).isEqualTo(3);
        }
    }

    @Test
    void countsAnActWithoutOutcomeAsUnfinished() throws Exception {
        try (Trail trail = trail()) {
            trail.keep(Acts.begun("need-0001"));
            trail.keep(Acts.read("household-1"));
        }
        assertThat(verify().unfinished()).hasSize(1);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void beginsAnotherChainWhenOneHasGrownLong() throws Exception {
        try (Trail trail = new Trail("intake", TrailSettings.in(folder).withMostBytes(4_000), REAL, heard)) {
            for (int n = 0; n < 60; n++) {
                trail.note(Acts.done(trail.keep(Acts.begun("need-0001"))));
            }
        }
        Report report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.chains()).hasSizeGreaterThan(3).allMatch(Report.Chain::closed);
        assertThat(report.unfinished()).as("outcomes find their acts in the chain before").isEmpty();
        assertThat(report.chains()).as("each but the last is bound by the next").filteredOn(
                chain -> chain.attested() < chain.entries()).hasSize(1);
    }

    @Test
    void bindsTheEndOfAChainWhoseProcessWasKilled() throws Exception {
        Trail killed = trail();
        Reference last = killed.keep(Acts.begun("need-0001"));
        Path file = folder.resolve(last.chain() + ".jsonl");
        Files.writeString(file, "{\"n\":3,\"at\":\"2026-", StandardOpenOption.APPEND);

        try (Trail next = trail()) {
            next.keep(Acts.begun("need-0002"));
            Trail.Standing standing = next.standing().orElseThrow();
            assertThat(standing.claims()).extracting(Claim::chain).contains(last.chain(), standing.by());
        }
        Report report = verify();
        assertThat(report.findings()).isEmpty();
        Report.Chain first = report.chains().stream().filter(chain -> chain.id().equals(last.chain())).findFirst()
                .orElseThrow();
        assertThat(first.entries()).isEqualTo(2);
        assertThat(first.attested()).isEqualTo(2);
        assertThat(first.torn()).isPositive();
        assertThat(first.closed()).isFalse();
        assertThat(report.unfinished()).hasSize(2);
    }

    @Test
    void bindsSeveralInstancesOfAServiceToEachOtherAndLeavesOtherServicesAlone() throws Exception {
        try (Trail one = trail();
                Trail other = new Trail("dispatch", TrailSettings.in(folder), REAL, heard)) {
            one.keep(Acts.begun("need-0001"));
            other.keep(Acts.begun("need-0001"));
            try (Trail two = trail()) {
                two.keep(Acts.begun("need-0002"));
                one.keep(Acts.begun("need-0003"));
                try (Trail three = trail()) {
                    three.keep(Acts.begun("need-0004"));
                    assertThat(three.standing().orElseThrow().claims()).extracting(Claim::entries)
                            .as("one as it has grown, two, and itself").containsExactlyInAnyOrder(3L, 2L, 2L);
                }
            }
        }
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void refusesWhileNoChainCanBeBegunAndGoesOnAfterwards() throws Exception {
        Path blocked = folder.resolve("audit");
        Files.writeString(blocked, "not a folder");
        try (Trail trail = new Trail("intake", TrailSettings.in(blocked), REAL, heard)) {
            assertThatThrownBy(() -> trail.keep(Acts.begun("need-0001")))
                    .isInstanceOf(RecordUnavailableException.class);
            assertThat(trail.isWritable()).isFalse();
            assertThat(trail.trouble()).isPresent();
            assertThat(heard.refused.get()).isEqualTo(1);

            Files.delete(blocked);
            await().atMost(Duration.ofMinutes(1)).until(trail::isWritable);
            assertThat(trail.trouble()).isEmpty();
            assertThat(trail.keep(Acts.begun("need-0001")).number()).isEqualTo(2);
        }
    }

    @Test
    void beginsAnotherChainWhenItsFileIsTakenAwayWhileItIsWritten() throws Exception {
        try (Trail trail = trail()) {
            Reference lost = trail.keep(Acts.begun("need-0001"));
            Files.delete(folder.resolve(lost.chain() + ".jsonl"));
            assertThat(trail.isWritable()).isTrue();
            Reference kept = trail.keep(Acts.begun("need-0002"));
            assertThat(kept.chain()).isNotEqualTo(lost.chain());
            assertThat(verify().entries()).isEqualTo(2);
        }
    }

    @Test
    void refusesEverythingOnceItIsClosed() {
        Trail trail = trail();
        trail.keep(Acts.begun("need-0001"));
        trail.close();
        assertThatThrownBy(() -> trail.keep(Acts.begun("need-0002"))).isInstanceOf(RecordUnavailableException.class);
        trail.note(Acts.done(new Reference(ChainId.begin("intake", Instant.EPOCH, new java.util.Random(1)), 2)));
        assertThat(heard.lost.get()).isEqualTo(1);
    }

    /** A device that is always full, where the system has one. */
    @Test
    void tellsEveryCallerThatAFullDiskKeptNothing() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        ChainId id = ChainId.begin("intake", Instant.EPOCH, new java.util.Random(1));
        ChainWriter writer = new ChainWriter(id, full, false, REAL, heard);
        long first = writer.append(EntryFields.of(Acts.begun("need-0001")));
        long second = writer.append(EntryFields.of(Acts.begun("need-0002")));
        assertThatThrownBy(() -> writer.await(second, Duration.ofSeconds(5))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> writer.await(first, Duration.ofSeconds(5))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> writer.append(EntryFields.of(Acts.begun("need-0003"))))
                .isInstanceOf(IOException.class);
        assertThat(writer.isUsable()).isFalse();
        assertThat(heard.kept.get()).isZero();
        writer.close(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {Trail.AUDITOR, Trail.OPERATOR})
    void bindsTheChainsOfCommandsAndIsNotKeptFromWritingByOneThatIsClosedToIt(String command) throws Exception {
        Reference asked;
        try (Trail auditor = new Trail(command, TrailSettings.in(folder), REAL, heard)) {
            asked = auditor.keep(Acts.read("household-1"));
        }
        Path closed = folder.resolve(command + "-20261121T195000123Z-k3f7ab.jsonl");
        Files.createFile(closed, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        try (Trail trail = trail()) {
            trail.keep(Acts.begun("need-0001"));
        }
        Files.delete(folder.resolve(asked.chain() + ".jsonl"));
        Files.delete(closed);
        assertThat(verify().findings()).singleElement()
                .satisfies(found -> assertThat(found.chain()).isEqualTo(asked.chain()));
    }

    @Test
    void tellsNoMoreToAnchorHoweverOftenThatFailed() {
        try (Trail auditor = new Trail(Trail.AUDITOR, TrailSettings.in(folder), REAL, heard)) {
            auditor.keep(Acts.read("household-1"));
        }
        try (Trail trail = trail()) {
            trail.keep(Acts.begun("need-0001"));
            for (int failed = 0; failed < 3; failed++) {
                List<Claim> claims = trail.standing().orElseThrow().claims();
                assertThat(claims).extracting(claim -> claim.chain().service()).containsExactly(Trail.AUDITOR,
                        "intake");
                trail.putBack(claims);
            }
        }
    }
}
