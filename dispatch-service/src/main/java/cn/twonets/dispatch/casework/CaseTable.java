package cn.twonets.dispatch.casework;

import static cn.twonets.dispatch.casework.CaseVerb.*;
import static cn.twonets.events.CaseStatus.*;

import cn.twonets.events.CaseStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The life of a case as a table: which verb each status allows, and where it leads. Published in {@code docs/states.md};
 * what the table does not allow changes nothing.
 */
public final class CaseTable {
    private static final Map<CaseStatus, Map<CaseVerb, Move>> MOVES = new EnumMap<>(CaseStatus.class);

    static {
        for (CaseStatus handled : List.of(ASSIGNED, ACKNOWLEDGED)) {
            allow(handled, REFER, REFERRED, "a new wish, a new step clock");
            allow(handled, RESOLVE, AWAITING_CONFIRMATION, "the village is asked");
            allow(handled, ESCALATE, ASSIGNED, "one level up; refused at the top");
            allow(handled, RETURN, RETURNED,
                    "once in a case's life; the arbiter is the next leader above both units who is somebody else");
            allow(handled, PLAN, PLANNED, "the step clock stops until the review");
            allow(handled, CLOSE_UNMET, CLOSED, "unmet");
            allow(handled, WITHDRAWN, CLOSED, "withdrawn");
            allow(handled, OVERDUE, ASSIGNED, "one level up; at the top it stays where it is");
        }
        allow(ASSIGNED, ACKNOWLEDGE, ACKNOWLEDGED, "starts no clock");

        allow(RETURNED, ARBITRATE, ASSIGNED, "any unit within the arbiter's");
        allow(RETURNED, WITHDRAWN, CLOSED, "withdrawn");
        allow(RETURNED, OVERDUE, RETURNED, "the arbiter one level up");

        allow(REFERRED, REFER, CANCELLING, "next: the new referral");
        allow(REFERRED, RESOLVE, CANCELLING, "next: resolved on the spot");
        allow(REFERRED, RETURN, CANCELLING, "next: the return");
        allow(REFERRED, ESCALATE, REFERRED, "the responsible post one level up; refused at the top");
        allow(REFERRED, WITHDRAWN, CANCELLING, "next: withdrawn");
        allow(REFERRED, DELIVERED, AWAITING_CONFIRMATION, "the village is asked");
        allow(REFERRED, NONE_LEFT, ACKNOWLEDGED, "a new step clock");
        allow(REFERRED, CANCELLED, ACKNOWLEDGED, "only after a restored backup; a new step clock");
        allow(REFERRED, OVERDUE, REFERRED, "the responsible post one level up");
        allow(REFERRED, UNANSWERED, REFERRED, "stated again while the aid side shows nothing for this wish");

        allow(CANCELLING, WITHDRAWN, CANCELLING, "next: withdrawn, which outranks the others");
        allow(CANCELLING, DELIVERED, AWAITING_CONFIRMATION, "whatever came next");
        allow(CANCELLING, NONE_LEFT, null, "what comes next");
        allow(CANCELLING, CANCELLED, null, "what comes next");
        allow(CANCELLING, OVERDUE, CANCELLING, "the responsible post one level up");
        allow(CANCELLING, UNANSWERED, CANCELLING, "stated again");

        allow(PLANNED, REFER, REFERRED, "a new wish, a new step clock");
        allow(PLANNED, RESOLVE, AWAITING_CONFIRMATION, "the village is asked");
        allow(PLANNED, CLOSE_UNMET, CLOSED, "unmet");
        allow(PLANNED, WITHDRAWN, CLOSED, "withdrawn");
        allow(PLANNED, REVIEW_DUE, ASSIGNED, "the same unit, a new step clock");

        allow(AWAITING_CONFIRMATION, SOLVED, CLOSED, "confirmed, for this round");
        allow(AWAITING_CONFIRMATION, NOT_SOLVED, ASSIGNED, "one level higher, the next round");
        allow(AWAITING_CONFIRMATION, WITHDRAWN, CLOSED, "withdrawn");
        allow(AWAITING_CONFIRMATION, OVERDUE, AWAITING_CONFIRMATION,
                "the responsible post one level up: silence is not satisfaction");
    }

    /**
     * One allowed move.
     *
     * @param from the status before
     * @param verb what happens
     * @param to the status after; null where that is whatever the case keeps as coming next
     * @param note what else follows, in few words
     */
    public record Move(CaseStatus from, CaseVerb verb, @Nullable CaseStatus to, String note) {}

    private CaseTable() {
    }

    private static void allow(CaseStatus from, CaseVerb verb, @Nullable CaseStatus to, String note) {
        Move old = MOVES.computeIfAbsent(from, status -> new EnumMap<>(CaseVerb.class))
                .put(verb, new Move(from, verb, to, note));
        if (old != null) {
            throw new IllegalStateException("two moves for " + from + " and " + verb);
        }
    }

    /** The move; empty if the status does not allow the verb. */
    public static Optional<Move> move(CaseStatus from, CaseVerb verb) {
        return Optional.ofNullable(MOVES.getOrDefault(from, Map.of()).get(verb));
    }

    /** What people may do in a status, in the order of the verbs. */
    public static Set<CaseVerb> actsIn(CaseStatus status) {
        Set<CaseVerb> acts = new TreeSet<>(MOVES.getOrDefault(status, Map.of()).keySet());
        acts.removeIf(verb -> verb.source() != CaseVerb.Source.PERSON);
        return acts;
    }

    /** Every move, by status and verb. */
    public static List<Move> moves() {
        List<Move> all = new ArrayList<>();
        MOVES.values().forEach(byVerb -> all.addAll(byVerb.values()));
        return all;
    }
}
