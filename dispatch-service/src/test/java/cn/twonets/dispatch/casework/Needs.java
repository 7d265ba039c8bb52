package cn.twonets.dispatch.casework;

import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import java.util.Set;

/** Needs as intake would tell of them. */
public final class Needs {
    private Needs() {
    }

    /** As it is when it was just submitted, for a household of the first group. */
    public static NeedState need(String id, String category, Urgency urgency) {
        return in(CountyGrid.GROUP, id, category, urgency);
    }

    /** The same for a household of another unit. */
    public static NeedState in(String unit, String id, String category, Urgency urgency) {
        return new NeedState(new EventOrder(0, 1), new NeedId(id), new HouseholdId("household-1"), new GridCode(unit),
                new CategoryCode(category), urgency, StabilityRisk.ORDINARY, Set.of(AidKind.HOUSING), 1,
                new PostId("village-member:" + CountyGrid.VILLAGE), Desk.MONDAY, 1, false, 1, null, 0);
    }

    public static NeedEvent submitted(NeedState need) {
        return new NeedEvent.Submitted(need.reportedBy(),
                new NeedEvent.Basis(NeedEvent.BasisKind.DUTY, null, null, null, null));
    }

    public static NeedState withdrawn(NeedState need) {
        EventOrder next = need.order().next();
        return new NeedState(next, need.need(), need.household(), need.unit(), need.category(), need.urgency(),
                need.stabilityRisk(), need.aidKinds(), need.parties(), need.reportedBy(), need.submittedAt(),
                need.contentSequence(), true, next.sequence(), need.answer(), need.answerSequence());
    }

    /** As it is told again after a restore. */
    public static NeedState ofEpoch(int epoch, NeedState need) {
        return new NeedState(new EventOrder(epoch, need.order().sequence()), need.need(), need.household(), need.unit(),
                need.category(), need.urgency(), need.stabilityRisk(), need.aidKinds(), need.parties(),
                need.reportedBy(), need.submittedAt(), need.contentSequence(), need.withdrawn(), need.wantSequence(),
                need.answer(), need.answerSequence());
    }

    public static NeedState answered(NeedState need, int round, Outcome outcome) {
        EventOrder next = need.order().next();
        return new NeedState(next, need.need(), need.household(), need.unit(), need.category(), need.urgency(),
                need.stabilityRisk(), need.aidKinds(), need.parties(), need.reportedBy(), need.submittedAt(),
                need.contentSequence(), need.withdrawn(), need.wantSequence(),
                new NeedState.Answer(round, outcome, need.reportedBy()), next.sequence());
    }

    public static NeedState amended(NeedState need, String category, Urgency urgency, Set<AidKind> kinds) {
        EventOrder next = need.order().next();
        return new NeedState(next, need.need(), need.household(), need.unit(), new CategoryCode(category), urgency,
                need.stabilityRisk(), kinds, need.parties(), need.reportedBy(), need.submittedAt(),
                next.sequence(), need.withdrawn(), need.wantSequence(), need.answer(), need.answerSequence());
    }
}
