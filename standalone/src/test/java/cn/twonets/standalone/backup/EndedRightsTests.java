package cn.twonets.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.WriteObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore names each right that was ended after its backup, as a call that ends it again. */
class EndedRightsTests {
    private static final Instant TAKEN = Instant.parse("2026-11-21T19:00:00Z");
    private static final String OFFICE = "assistance-office:411082";
    private static final String APPOINTMENT = "POST /api/v1/appointments/{id}/ending";
    private static final String CLERK = "POST /api/v1/providers/{id}/clerks/{post}/ending";

    @TempDir
    private Path audit;

    private void act(Instant at, int status, String route, String... of) {
        try (Trail trail = new Trail("any", TrailSettings.in(audit).withSync(false), Clock.fixed(at, ZoneOffset.UTC),
                WriteObserver.NOBODY)) {
            Reference begun = trail.keep(new Entry.Begun(new Actor(OFFICE, List.of("assistance-office")), route,
                    List.of(of), null, new Trace("c-1", "t-1")));
            if (status > 0) {
                trail.keep(new Entry.Done(begun, status, null, List.of(), List.of()));
            }
        }
    }

    private String told() {
        StringWriter text = new StringWriter();
        Endings.after(TAKEN, AuditedActs.in(audit)).tell(new PrintWriter(text, true));
        return text.toString();
    }

    private static Instant after(int minutes) {
        return TAKEN.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void namesEachEndingAfterTheBackupInItsOrder() {
        act(after(30), 200, CLERK, "provider-1", "clerk:civil-affairs");
        act(after(10), 200, APPOINTMENT, "appointment-7");
        act(after(50), 200, "POST /api/v1/grid-imports");
        assertThat(told().lines().filter(line -> line.startsWith("  POST"))).containsExactly(
                "  POST /api/v1/appointments/appointment-7/ending {\"validTo\":\"2026-11-21T19:10:00Z\"}   (" + OFFICE
                        + ", 2026-11-21T19:10:00Z)",
                "  POST /api/v1/providers/provider-1/clerks/clerk:civil-affairs/ending   (" + OFFICE
                        + ", 2026-11-21T19:30:00Z)",
                "  POST /api/v1/grid-imports?mode=apply with the same files, unless it was a preview   (" + OFFICE
                        + ", 2026-11-21T19:50:00Z)");
    }

    @Test
    void leavesOutWhatTheBackupHasAndWhatWasRefused() {
        act(after(-10), 200, APPOINTMENT, "appointment-1");
        act(after(10), 404, APPOINTMENT, "appointment-2");
        act(after(10), 403, CLERK, "provider-1", "clerk:civil-affairs");
        assertThat(told()).isEmpty();
    }

    @Test
    void namesWhatWasUnderWayWhileTheBackupWasTaken() {
        act(TAKEN.minusSeconds(20), 200, APPOINTMENT, "appointment-1");
        assertThat(told()).contains("appointments/appointment-1/ending");
    }

    @Test
    void saysWhereNobodyKnowsWhetherItWasDone() {
        act(after(10), 0, APPOINTMENT, "appointment-1");
        act(after(20), 500, APPOINTMENT, "appointment-2");
        assertThat(told().lines().filter(line -> line.startsWith("  POST"))).hasSize(2)
                .allMatch(line -> line.endsWith("; whether it was done nobody knows)"));
    }

    @Test
    void saysNothingWhereThereIsNoAudit() {
        assertThat(Endings.after(TAKEN, AuditedActs.in(audit.resolve("absent"))).calls()).isEmpty();
    }
}
