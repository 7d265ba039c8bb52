package cn.twonets.simulation;

import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.FinalAnswer;
import cn.twonets.resource.referrals.AidRecord;
import org.jspecify.annotations.Nullable;

/** Which cell of the published table an event stands for; only for counting what was reached. */
final class Cells {
    private Cells() {
    }

    static void count(World world, @Nullable CaseState before, CaseEvent happened) {
        if (before == null) {
            return;
        }
        CaseVerb verb = verb(world, before, happened);
        if (verb != null) {
            world.coverage.moved(before.status(), verb);
        }
    }

    private static @Nullable CaseVerb verb(World world, CaseState before, CaseEvent happened) {
        boolean cancelling = before.status() == CaseStatus.CANCELLING;
        return switch (happened) {
            case CaseEvent.Assigned one -> CaseVerb.REVIEW_DUE;
            case CaseEvent.Acknowledged one -> CaseVerb.ACKNOWLEDGE;
            case CaseEvent.Escalated one -> one.by() == null ? CaseVerb.OVERDUE : CaseVerb.ESCALATE;
            case CaseEvent.Returned one -> cancelling ? answered(world, before) : CaseVerb.RETURN;
            case CaseEvent.Arbitrated one -> CaseVerb.ARBITRATE;
            case CaseEvent.ReferralWanted one -> before.wish() != null
                    && before.wish().ordinal() == one.wish().ordinal()
                            ? CaseVerb.UNANSWERED
                            : cancelling ? answered(world, before) : CaseVerb.REFER;
            case CaseEvent.Cancelling one -> switch (one.next()) {
                case "refer" -> CaseVerb.REFER;
                case "resolve" -> CaseVerb.RESOLVE;
                case "return" -> CaseVerb.RETURN;
                default -> CaseVerb.WITHDRAWN;
            };
            case CaseEvent.Resolved one -> one.service() != null
                    ? CaseVerb.DELIVERED
                    : cancelling ? answered(world, before) : CaseVerb.RESOLVE;
            case CaseEvent.Reopened one -> CaseVerb.NOT_SOLVED;
            case CaseEvent.ReferralEnded one -> one.answer() == FinalAnswer.CANCELLED
                    ? CaseVerb.CANCELLED
                    : CaseVerb.NONE_LEFT;
            case CaseEvent.Planned one -> CaseVerb.PLAN;
            case CaseEvent.Closed one -> one.reason() == CloseReason.CONFIRMED
                    ? CaseVerb.SOLVED
                    : one.reason() == CloseReason.UNMET
                            ? CaseVerb.CLOSE_UNMET
                            : cancelling ? answered(world, before) : CaseVerb.WITHDRAWN;
            case CaseEvent.Amended one -> null;
            case CaseEvent.DueSoon one -> null;
            case CaseEvent.Unroutable one -> null;
        };
    }

    private static CaseVerb answered(World world, CaseState before) {
        return world.aid.find(before.need().value())
                .map(stored -> stored.state())
                .map(AidRecord::answer)
                .filter(answer -> answer.result() == FinalAnswer.NONE_LEFT)
                .map(answer -> CaseVerb.NONE_LEFT)
                .orElse(CaseVerb.CANCELLED);
    }
}
