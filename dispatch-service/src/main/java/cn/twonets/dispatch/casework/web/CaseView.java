package cn.twonets.dispatch.casework.web;

import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseTable;
import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.CloseReason;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A case as people see it.
 *
 * @param id the need's id
 * @param sequence counts the case's events; also its {@code ETag}
 * @param dueSoonAt when the responsible post is reminded
 * @param overdue whether the step should have been done by now
 * @param next while cancelling, what is done once the referral is gone
 * @param acts what the status allows people to do; whether the caller may is another question
 */
record CaseView(
        NeedId id,
        long sequence,
        HouseholdId household,
        GridCode unit,
        CategoryCode category,
        Urgency urgency,
        Set<AidKind> aidKinds,
        CaseStatus status,
        int round,
        CaseState.@Nullable Responsible responsible,
        @Nullable Instant dueAt,
        @Nullable Instant dueSoonAt,
        boolean overdue,
        Instant householdDueAt,
        int escalations,
        boolean returned,
        CaseState.@Nullable Wish wish,
        @Nullable CaseVerb next,
        @Nullable PostId resolvedBy,
        @Nullable CloseReason closeReason,
        @Nullable Instant reviewAt,
        Set<CaseVerb> acts) {

    static CaseView of(AidCase one, Instant now) {
        CaseState shown = one.shown();
        return new CaseView(shown.need(), shown.order().sequence(), shown.household(), shown.unit(), shown.category(),
                shown.urgency(), shown.aidKinds(), shown.status(), shown.round(), shown.responsible(), shown.dueAt(),
                one.dueSoonAt(), shown.dueAt() != null && !shown.dueAt().isAfter(now), shown.householdDueAt(),
                shown.escalations(), shown.returned(), shown.wish(), one.next() == null ? null : one.next().verb(),
                shown.resolvedBy(), shown.closeReason(), shown.reviewAt(), CaseTable.actsIn(shown.status()));
    }
}
