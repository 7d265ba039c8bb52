package cn.twonets.audit.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Draft;
import cn.twonets.audit.Entry;
import cn.twonets.audit.EntryFields;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of all entries exactly those about one household. {@code -Dtwonets.audit.entries=1000000} searches and verifies a
 * million and says how long that took.
 */
class WhoSawTest {
    private static final int ENTRIES = Integer.getInteger("twonets.audit.entries", 20_000);
    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void tellsReadsDenialsAndActsOfOneHouseholdOnly() throws IOException {
        try (Trail trail = new Trail("intake", TrailSettings.in(folder), Clock.systemUTC(), new Acts.Heard())) {
            trail.keep(Acts.read("household-1"));
            trail.keep(Acts.read("household-10"));
            trail.keep(Acts.read("household-2", "household-1", "household-3"));
            trail.keep(new Entry.Denied(Acts.MEMBER, "GET /api/v1/households/{id}", List.of("household-1"), 404,
                    Acts.TRACE));
            trail.keep(new Entry.Begun(Acts.MEMBER, "PATCH /api/v1/households/{id}", List.of("household-1"), "key",
                    Acts.TRACE));
            trail.keep(Acts.begun("household-2"));
        }
        assertThat(WhoSaw.of("household-1", List.of(folder)))
                .extracting(WhoSaw.Sighting::how, WhoSaw.Sighting::purpose, WhoSaw.Sighting::what,
                        WhoSaw.Sighting::number)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("read", "home-visit", "archive-masked", 2L),
                        org.assertj.core.groups.Tuple.tuple("read", "home-visit", "archive-masked", 4L),
                        org.assertj.core.groups.Tuple.tuple("denied", "GET /api/v1/households/{id}", "", 5L),
                        org.assertj.core.groups.Tuple.tuple("act", "PATCH /api/v1/households/{id}", "", 6L));
        assertThat(WhoSaw.of("household-1", List.of(folder))).allSatisfy(one -> {
            assertThat(one.who()).isEqualTo(Acts.MEMBER.post());
            assertThat(one.roles()).containsExactly("grid-member");
            assertThat(one.correlation()).isEqualTo(Acts.TRACE.correlation());
        });
        assertThat(WhoSaw.of("household-4", List.of(folder))).isEmpty();
    }

    @Test
    void findsOneHouseholdAmongVeryManyEntries() throws IOException {
        long seen = write();
        long began = System.nanoTime();
        List<WhoSaw.Sighting> found = WhoSaw.of("household-77", List.of(folder));
        long searched = System.nanoTime();
        Report report = Verifier.verify(List.of(folder), null);
        long verified = System.nanoTime();
        System.out.printf("%d entries, %d bytes: who-saw %d ms, verify %d ms%n", report.entries(), size(),
                (searched - began) / 1_000_000, (verified - searched) / 1_000_000);
        assertThat(found).hasSize((int) seen);
        assertThat(report.isWhole()).isTrue();
        assertThat(report.entries()).isEqualTo(ENTRIES);
    }

    /** A chain as a busy year would leave it: nine of ten entries are acts; returns how often household 77 was seen. */
    private long write() throws IOException {
        Random random = new Random(20261121);
        ChainId id = ChainId.begin("intake", BEGIN, random);
        Draft draft = new Draft();
        long seen = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(ChainFile.name(id))))) {
            out.write(draft.next(BEGIN, EntryFields.of(new Entry.Opened(id, "intake", List.of()))));
            for (int n = 1; n < ENTRIES; n++) {
                int household = random.nextInt(1_000);
                boolean read = n % 10 == 0;
                seen += read && household == 77 ? 1 : 0;
                out.write(draft.next(BEGIN.plusMillis(n), EntryFields.of(read
                        ? Acts.read("household-" + household)
                        : Acts.begun("need-" + n))));
            }
        }
        return seen;
    }

    private long size() throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
