package cn.twonets.standalone.backup;

import cn.twonets.audit.file.ActSearch;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The rights that an audit says were ended after a backup: in what was restored they hold again. They are named and not
 * ended here: the audit keeps no bodies, so whether an appointment ended at once or at another time only the office knows,
 * as it alone knows whether a right was given again since.
 *
 * @param calls what the office must do again, the oldest first
 */
record Endings(List<Call> calls) {
    /** What was under way while the backup was taken may not be in it; to end something twice does no harm. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    /**
     * A call.
     *
     * @param at when it was made, in real time
     * @param who by which post
     * @param text method, path and body, as far as they are known
     * @param isDone whether it is known that it was done
     */
    record Call(Instant at, String who, String text, boolean isDone) {}

    /** None are known. */
    static Endings none() {
        return new Endings(List.of());
    }

    /** @param taken when the backup was taken */
    static Endings after(Instant taken, AuditedActs audit) {
        List<Call> calls = new ArrayList<>();
        add(calls, taken, audit, "POST /api/v1/appointments/{id}/ending", 1,
                act -> "POST /api/v1/appointments/" + act.of().getFirst() + "/ending {\"validTo\":\"" + act.at()
                        + "\"}");
        add(calls, taken, audit, "POST /api/v1/providers/{id}/clerks/{post}/ending", 2,
                act -> "POST /api/v1/providers/" + act.of().getFirst() + "/clerks/" + act.of().getLast()
                        + "/ending");
        add(calls, taken, audit, "POST /api/v1/grid-imports", 0,
                act -> "POST /api/v1/grid-imports?mode=apply with the same files, unless it was a preview");
        calls.sort(Comparator.comparing(Call::at));
        return new Endings(List.copyOf(calls));
    }

    private static void add(List<Call> calls, Instant taken, AuditedActs audit, String route, int named,
            Function<ActSearch.Act, String> text) {
        audit.of(route).stream()
                .filter(act -> act.of().size() >= named && act.at().isAfter(taken.minus(LONGEST_CALL)))
                .forEach(act -> calls.add(new Call(act.at(), act.who(), text.apply(act), audit.isDone(act))));
    }

    /** Says what is to be done. */
    void tell(PrintWriter out) {
        if (calls.isEmpty()) {
            return;
        }
        out.println(
                "Rights that were ended after the backup hold again. As soon as the services run, and before anybody "
                        + "else is let in, the offices must repeat:");
        for (Call call : calls) {
            out.println("  " + call.text() + "   (" + call.who() + ", " + call.at()
                    + (call.isDone() ? ")" : "; whether it was done nobody knows)"));
        }
        out.println("Had another time been set for an end, set that; leave out what was given again since. What is "
                + "answered with 404 was made after the backup: see docs/backup.md.");
    }
}
