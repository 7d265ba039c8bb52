package cn.twonets.reconciliation.web;

import cn.twonets.reconciliation.DifferenceKind;
import cn.twonets.reconciliation.Report;
import cn.twonets.reconciliation.Run;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is shown.
 *
 * @param id names it
 * @param service which service looked
 * @param status whether it still runs
 * @param heal whether it heals, or only tells
 * @param by who asked for it
 * @param askedAt when
 * @param endedAt when it ended; left out before
 * @param clean whether it has ended, judged everything, and found nothing that remains
 * @param found how many differences there were
 * @param remaining how many a last look still found
 * @param undecided what could not be judged, since what would settle it was still on its way
 * @param differences by kind
 * @param acceptedNeeds every accepted need, counted; left out where this service does not judge them
 * @param walked how much was looked at
 * @param failures checks that could not be carried out, and why
 */
record ReconciliationView(
        String id,
        String service,
        Run.Status status,
        boolean heal,
        String by,
        Instant askedAt,
        @Nullable Instant endedAt,
        boolean clean,
        long found,
        long remaining,
        long undecided,
        List<ReconciledKind> differences,
        Report.@Nullable AcceptedNeeds acceptedNeeds,
        List<Report.Walked> walked,
        List<String> failures) {

    /**
     * All differences of one kind.
     *
     * @param kind its stable code
     * @param title what it is
     * @param advice what to do about it
     * @param healable whether the product can make it good by itself
     * @param found how many there were
     * @param remaining how many a last look still found
     * @param examples a few of them
     */
    record ReconciledKind(
            String kind,
            String title,
            String advice,
            boolean healable,
            long found,
            long remaining,
            List<Report.Example> examples) {}

    static ReconciliationView of(Run run, String service, Instant now) {
        Report report = run.report();
        KindWords words = new KindWords();
        Run.Status status = run.status(now);
        return new ReconciliationView(run.id(), service, status, run.heal(), run.by(), run.askedAt(), run.endedAt(),
                status == Run.Status.DONE && report.isComplete() && report.remaining() == 0,
                report.found(), report.remaining(), report.undecided(),
                report.differences().stream().map(kind -> new ReconciledKind(
                        kind.code(),
                        words.title(kind.code()),
                        words.advice(kind.code()),
                        DifferenceKind.of(kind.code()).map(DifferenceKind::isHealable).orElse(false),
                        kind.found(),
                        kind.remaining(),
                        kind.examples())).toList(),
                report.accepted(), report.walked(), report.failures());
    }
}
