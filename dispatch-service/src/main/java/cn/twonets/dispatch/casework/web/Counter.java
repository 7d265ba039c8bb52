package cn.twonets.dispatch.casework.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.dispatch.casework.ActAnswer;
import cn.twonets.dispatch.casework.CaseAct;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.CaseTable;
import cn.twonets.dispatch.casework.Standing;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.NeedId;
import cn.twonets.grid.GridNotReadyException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where callers come to the desk: who they are in the grid, and the desk's answers in the words of HTTP. */
@Component
class Counter {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);
    private static final long NO_SEQUENCE = -1;

    private final CaseDesk desk;

    Counter(CaseDesk desk) {
        this.desk = desk;
    }

    /** For reading, within the caller's appointments; those of the county's offices reach over all of it. */
    Standing reader(Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.GRID_LEADER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
        return standing(caller);
    }

    /** For acting: grid posts only. */
    Standing actor(Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.GRID_LEADER);
        return standing(caller);
    }

    private Standing standing(Caller caller) {
        try {
            return desk.standing(caller.post());
        } catch (GridNotReadyException notYet) {
            throw Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(TRY_AGAIN);
        }
    }

    /** A case's id in a path: what cannot be one does not exist. */
    static NeedId id(String path) {
        try {
            return new NeedId(path);
        } catch (IllegalArgumentException noSuchId) {
            throw Refusal.notFound();
        }
    }

    static Act act(ActKey key) {
        return new Act(key.key(), key.bodyHash());
    }

    static Cause cause(RequestCause cause) {
        return new Cause(cause.correlationId(), cause.traceparent());
    }

    /**
     * The sequence that the caller saw, by {@code If-Match}; null where it does not matter. Whether it still holds is
     * judged where the act is done, since a repeated act is answered whatever has changed after it.
     */
    @Nullable
    Long expected(IfMatch match, NeedId id, Standing who) {
        if (match.tags().isEmpty()) {
            return null;
        }
        long present = desk.find(id, who).orElseThrow(Refusal::notFound).shown().order().sequence();
        return match.allows(ETags.of(present)) ? present : NO_SEQUENCE;
    }

    /** The desk's "no" in the words of HTTP. */
    static Refusal refusal(CaseAct act, ActAnswer.Refused refused) {
        CaseStatus status = refused.status();
        return switch (refused.why()) {
            case UNKNOWN_CASE -> Refusal.notFound();
            case NOT_RESPONSIBLE -> Refusal.of(CaseProblem.NOT_RESPONSIBLE);
            case NOT_ALLOWED_NOW -> Refusal.of(CaseProblem.ACT_NOT_ALLOWED, act.verb(), status,
                    status == null ? "" : acts(status));
            case RETURNED_BEFORE -> Refusal.of(CaseProblem.RETURNED_BEFORE);
            case NOBODY_ABOVE -> Refusal.of(CaseProblem.NOBODY_ABOVE).field("/proposedOwner", "nobody-above-both");
            case ASKED_FOR_IT -> Refusal.of(CaseProblem.ASKED_FOR_IT);
            case AT_THE_TOP -> Refusal.of(CaseProblem.AT_THE_TOP);
            case UNKNOWN_UNIT -> Refusal.invalid(act instanceof CaseAct.Arbitrate ? "/unit" : "/proposedOwner",
                    "unknown-unit");
            case REVIEW_NOT_AHEAD -> Refusal.invalid("/reviewAt", "not-ahead");
            case REVIEW_TOO_FAR -> Refusal.invalid("/reviewAt", "too-far-ahead");
            case KEY_REUSED -> ActKey.reused();
            case STALE -> IfMatch.stale();
        };
    }

    private static String acts(CaseStatus status) {
        return CaseTable.actsIn(status).stream().map(Enum::name).collect(Collectors.joining(", "));
    }
}
