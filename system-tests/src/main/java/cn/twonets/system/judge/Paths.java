package cn.twonets.system.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * I4 and I10: what the owner stored and what the topic tells, read apart and held against the published tables, which are
 * written down here once more so that a wrong table of the product cannot excuse itself.
 */
final class Paths {
    private static final String OPEN = "ASSIGNED ACKNOWLEDGED RETURNED REFERRED CANCELLING PLANNED AWAITING_CONFIRMATION";
    private static final String ENDED = "- DECLINED EXPIRED CANCELLED DELIVERED WAITLISTED";
    /** By type, each allowed {@code from>to}; {@code -} stands for no status yet, {@code =} for any that stays. */
    private static final Map<String, Set<String>> MOVES = new TreeMap<>();

    static {
        moves("case.assigned", "- PLANNED", "ASSIGNED");
        moves("case.unroutable", "-", "ASSIGNED");
        same("case.amended", OPEN);
        same("case.due-soon", OPEN);
        moves("case.acknowledged", "ASSIGNED", "ACKNOWLEDGED");
        moves("case.escalated", "ASSIGNED ACKNOWLEDGED", "ASSIGNED");
        same("case.escalated", "RETURNED REFERRED CANCELLING AWAITING_CONFIRMATION");
        moves("case.returned", "ASSIGNED ACKNOWLEDGED CANCELLING", "RETURNED");
        moves("case.arbitrated", "RETURNED", "ASSIGNED");
        moves("case.referral-wanted", "ASSIGNED ACKNOWLEDGED PLANNED REFERRED CANCELLING", "REFERRED");
        same("case.referral-wanted", "CANCELLING");
        moves("case.cancelling", "REFERRED CANCELLING", "CANCELLING");
        moves("case.referral-ended", "REFERRED CANCELLING", "ACKNOWLEDGED");
        moves("case.planned", "ASSIGNED ACKNOWLEDGED", "PLANNED");
        moves("case.resolved", "ASSIGNED ACKNOWLEDGED PLANNED REFERRED CANCELLING", "AWAITING_CONFIRMATION");
        moves("case.reopened", "AWAITING_CONFIRMATION", "ASSIGNED");
        moves("case.closed", "ASSIGNED ACKNOWLEDGED RETURNED CANCELLING PLANNED AWAITING_CONFIRMATION", "CLOSED");

        String all = ENDED + " OFFERED ACCEPTED";
        same("aid.matched", all);
        same("aid.unmatched", all);
        moves("referral.offered", ENDED, "OFFERED");
        moves("referral.waitlisted", ENDED, "WAITLISTED");
        moves("referral.accepted", "OFFERED", "ACCEPTED");
        moves("referral.declined", "OFFERED ACCEPTED", "DECLINED");
        moves("referral.delivered", "OFFERED ACCEPTED", "DELIVERED");
        moves("referral.expired", "OFFERED WAITLISTED", "EXPIRED");
        // a wish for which nothing was on its way any more is answered too
        same("referral.expired", ENDED);
        moves("referral.cancelled", "OFFERED ACCEPTED WAITLISTED", "CANCELLED");
        same("referral.cancelled", ENDED);

        moves("need.submitted", "-", "-");
        same("need.amended", "-");
        same("need.withdrawn", "-");
        same("need.outcome-confirmed", "-");
        same("need.outcome-disputed", "-");
    }

    private final Verdict verdict;

    Paths(Verdict verdict) {
        this.verdict = verdict;
    }

    private static void moves(String type, String from, String to) {
        Set<String> allowed = MOVES.computeIfAbsent(token(type), one -> new HashSet<>());
        for (String one : from.split(" ")) {
            allowed.add(one + ">" + to);
        }
    }

    private static void same(String type, String statuses) {
        for (String one : statuses.split(" ")) {
            moves(type, one, one);
        }
    }

    private static String token(String type) {
        return "cn.twonets." + type + ".v1";
    }

    /** Judges one aggregate from both sides; either may be missing. */
    void judge(Family family, String need, @Nullable Kept kept, @Nullable List<Told> told) {
        String subject = family + " " + need;
        List<Happened> stored = kept == null ? List.of() : kept.history();
        List<Told> once = once(subject, told == null ? List.of() : told);
        gapless(subject + " in the store", stored.stream().map(Happened::sequence).toList());
        gapless(subject + " on the topic", once.stream().map(Told::sequence).toList());
        if (kept != null) {
            verdict.require(stored.isEmpty() ? kept.sequence() == 0 : stored.getLast().sequence() == kept.sequence(),
                    Invariant.I4, subject, "the document says sequence " + kept.sequence() + ", its history ends "
                            + (stored.isEmpty() ? "before it begins" : "with " + stored.getLast().sequence()));
            verdict.require(!kept.unpublished(), Invariant.I10, subject, "is still marked unpublished");
        }
        published(subject, stored, once);
        storedPath(family, subject, stored);
        toldPath(family, subject, once);
    }

    /** What remains after repeats, in order; a repeat must say the same. */
    private List<Told> once(String subject, List<Told> told) {
        Map<Long, Told> bySequence = new TreeMap<>();
        for (Told one : told) {
            Told before = bySequence.putIfAbsent(one.sequence(), one);
            if (before != null && before.digest() != one.digest()) {
                verdict.add(Invariant.I4, subject, "event " + one.sequence() + " was told twice, differently");
            }
        }
        List<Told> once = new ArrayList<>(bySequence.values());
        once.sort(Comparator.comparingInt(Told::epoch).thenComparingLong(Told::sequence));
        return once;
    }

    private void gapless(String subject, List<Long> sequences) {
        for (int i = 0; i < sequences.size(); i++) {
            if (sequences.get(i) != i + 1) {
                verdict.add(Invariant.I4, subject, "event " + (i + 1) + " is missing; there are " + sequences);
                return;
            }
        }
    }

    private void published(String subject, List<Happened> stored, List<Told> told) {
        Map<Long, String> types = new TreeMap<>();
        told.forEach(one -> types.put(one.sequence(), one.type()));
        for (Happened one : stored) {
            String type = types.remove(one.sequence());
            verdict.require(type != null, Invariant.I10, subject,
                    "event " + one.sequence() + " (" + one.type() + ") is stored and not on the topic");
            verdict.require(type == null || type.equals(one.type()), Invariant.I4, subject,
                    "event " + one.sequence() + " is " + one.type() + " in the store and " + type + " on the topic");
        }
        types.forEach((sequence, type) -> verdict.add(Invariant.I4, subject,
                "event " + sequence + " (" + type + ") is on the topic and was never stored"));
    }

    /** The store keeps no statuses in its history: there must be some path through the table. */
    private void storedPath(Family family, String subject, List<Happened> stored) {
        Set<String> reachable = Set.of("-");
        for (Happened one : stored) {
            Set<String> next = new HashSet<>();
            for (String move : MOVES.getOrDefault(one.type(), Set.of())) {
                int middle = move.indexOf('>');
                if (reachable.contains(move.substring(0, middle))) {
                    next.add(move.substring(middle + 1));
                }
            }
            if (next.isEmpty() || one.sequence() > 1 && isFirst(family, one.type())) {
                verdict.add(Invariant.I4, subject, "in the store, " + one.type() + " (" + one.sequence()
                        + ") cannot follow " + reachable);
                return;
            }
            reachable = next;
        }
        verdict.looked(Invariant.I4, 1);
    }

    private void toldPath(Family family, String subject, List<Told> told) {
        String status = "-";
        for (Told one : told) {
            String after = one.status().isEmpty() ? "-" : one.status();
            verdict.require(
                    MOVES.getOrDefault(one.type(), Set.of()).contains(status + ">" + after)
                            && !(one.sequence() > 1 && isFirst(family, one.type())),
                    Invariant.I4, subject, "on the topic, " + one.type() + " (" + one.sequence() + ") leads from "
                            + status + " to " + after);
            status = after;
        }
    }

    private static boolean isFirst(Family family, String type) {
        return family == Family.NEED && type.equals(token("need.submitted"));
    }
}
