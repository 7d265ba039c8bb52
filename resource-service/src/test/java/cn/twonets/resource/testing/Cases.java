package cn.twonets.resource.testing;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.CloseReason;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** States of a case as dispatch publishes them. */
public final class Cases {
    public static final Instant START = Instant.parse("2026-06-01T02:00:00Z");
    public static final GridCode CITY = new GridCode("411082");
    public static final GridCode TOWN = new GridCode("411082100");
    public static final GridCode VILLAGE = new GridCode("411082100203");
    public static final GridCode GROUP = new GridCode("411082100203-G01");
    private static final PostId LEADER = new PostId("village-leader:411082100203");

    private Cases() {
    }

    /** A case just assigned, asking for these kinds. */
    public static CaseState open(String need, AidKind... kinds) {
        return new CaseState(new EventOrder(0, 1), new NeedId(need), new HouseholdId("household-0001"), GROUP,
                new CategoryCode("housing"), Urgency.ORDINARY, Set.of(kinds), 1, CaseStatus.ASSIGNED, 1, 1,
                new CaseState.Responsible(VILLAGE, GridLevel.VILLAGE, LEADER, PostCapacity.LEADER), 1, START, START, 0,
                false, null, 0, null, null, null);
    }

    /** The same case, of that household. */
    public static CaseState of(HouseholdId household, CaseState one) {
        return new CaseState(one.order(), one.need(), household, one.unit(), one.category(), one.urgency(),
                one.aidKinds(), one.contentSequence(), one.status(), one.statusSequence(), one.round(),
                one.responsible(), one.responsibleSequence(), one.dueAt(), one.householdDueAt(), one.escalations(),
                one.returned(), one.wish(), one.wishSequence(), one.closeReason(), one.reviewAt(), one.resolvedBy());
    }

    /** The next event: the leader wants a referral to one of these, or to whatever matches best. */
    public static CaseState wanting(CaseState before, int ordinal, String... candidates) {
        return next(before, CaseStatus.REFERRED, wish(ordinal, true, candidates), null, before.aidKinds());
    }

    /** The next event: the wish is taken back. */
    public static CaseState takingBack(CaseState before, int ordinal) {
        return next(before, CaseStatus.CANCELLING, wish(ordinal, false), null, before.aidKinds());
    }

    /** The next event: something that does not concern the aid side. */
    public static CaseState acknowledged(CaseState before) {
        return next(before, CaseStatus.ACKNOWLEDGED, before.wish(), null, before.aidKinds());
    }

    /** The next event: other kinds are asked for. */
    public static CaseState amended(CaseState before, AidKind... kinds) {
        return next(before, before.status(), before.wish(), null, Set.of(kinds));
    }

    /** The next event: the case is closed. */
    public static CaseState closed(CaseState before) {
        return next(before, CaseStatus.CLOSED, before.wish(), CloseReason.WITHDRAWN, before.aidKinds());
    }

    /** As it is told again after a restore. */
    public static CaseState ofEpoch(int epoch, CaseState one) {
        return new CaseState(new EventOrder(epoch, one.order().sequence()), one.need(), one.household(), one.unit(),
                one.category(), one.urgency(), one.aidKinds(), one.contentSequence(), one.status(),
                one.statusSequence(), one.round(), one.responsible(), one.responsibleSequence(), one.dueAt(),
                one.householdDueAt(), one.escalations(), one.returned(), one.wish(), one.wishSequence(),
                one.closeReason(), null, null);
    }

    private static CaseState.Wish wish(int ordinal, boolean wanted, String... candidates) {
        return new CaseState.Wish(
                ordinal, wanted, Stream.of(candidates).map(AidServiceId::new).toList(), LEADER, false, START);
    }

    private static CaseState next(
            CaseState before,
            CaseStatus status,
            CaseState.@Nullable Wish wish,
            @Nullable CloseReason reason,
            Set<AidKind> kinds) {
        EventOrder order = before.order().next();
        long content = kinds.equals(before.aidKinds()) ? before.contentSequence() : order.sequence();
        return new CaseState(order, before.need(), before.household(), before.unit(), before.category(),
                before.urgency(), kinds, content, status, order.sequence(), before.round(),
                reason == null ? before.responsible() : null, before.responsibleSequence(), before.dueAt(),
                before.householdDueAt(), before.escalations(), before.returned(), wish, order.sequence(), reason, null,
                null);
    }

    /** The event that carries a state. */
    public static Event<CaseEvent, CaseState> event(CaseState state) {
        CaseEvent happened = happened(state);
        return new Event<>(EventFamily.CASE.typeOf(happened), START, state.need().value(), state.need().value(),
                "correlation-" + state.need(), null, happened, state);
    }

    /** An event that could have led to a state; the aid side only looks at the state. */
    public static CaseEvent happened(CaseState state) {
        return state.wish() != null && state.wish().wanted()
                ? new CaseEvent.ReferralWanted(state.wish())
                : new CaseEvent.Acknowledged(LEADER);
    }

    /** Household unit and everything above. */
    public static List<GridCode> pathUp() {
        return List.of(GROUP, VILLAGE, TOWN, CITY);
    }
}
