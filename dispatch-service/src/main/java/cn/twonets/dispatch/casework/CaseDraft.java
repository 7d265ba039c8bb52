package cn.twonets.dispatch.casework;

import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.CaseState.Wish;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.CloseReason;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A case while a decision changes it. Finishing it derives what must never be set by hand: the sequence at which each
 * part last changed, what inboxes sort by, and when the clock must look again.
 */
final class CaseDraft {
    /** A wish unanswered for so long is stated again. */
    static final Duration ANSWER_PATIENCE = Duration.ofMinutes(15);

    private final @Nullable AidCase before;
    private final NeedId need;
    private final HouseholdId household;
    private final GridCode unit;
    final Instant householdDueAt;
    CategoryCode category;
    Urgency urgency;
    Set<AidKind> aidKinds;
    CaseStatus status;
    int round;
    @Nullable
    Responsible responsible;
    @Nullable
    Instant dueAt;
    int escalations;
    boolean returned;
    @Nullable
    PostId returnedBy;
    @Nullable
    Wish wish;
    @Nullable
    CloseReason closeReason;
    @Nullable
    Instant reviewAt;
    @Nullable
    PostId resolvedBy;
    EventOrder appliedNeed;
    EventOrder appliedAid;
    private List<GridCode> ancestors;
    private List<RouteTaken> routes;
    AidCase.@Nullable Next next;
    int takenUp;
    EventOrder withdrawalTaken;
    @Nullable
    Instant dueSoonAt;
    boolean reminded;

    /** The first draft of the case about a need; its step and responsible post are still to be set. */
    CaseDraft(NeedState need, Urgency urgency, Instant householdDueAt) {
        this.before = null;
        this.need = need.need();
        this.household = need.household();
        this.unit = need.unit();
        this.householdDueAt = householdDueAt;
        this.category = need.category();
        this.urgency = urgency;
        this.aidKinds = need.aidKinds();
        this.status = CaseStatus.ASSIGNED;
        this.round = 1;
        this.appliedNeed = need.order();
        this.appliedAid = EventOrder.NONE;
        this.withdrawalTaken = EventOrder.NONE;
        this.ancestors = List.of(unit);
        this.routes = List.of();
    }

    CaseDraft(AidCase before) {
        CaseState shown = before.shown();
        this.before = before;
        this.need = shown.need();
        this.household = shown.household();
        this.unit = shown.unit();
        this.householdDueAt = shown.householdDueAt();
        this.category = shown.category();
        this.urgency = shown.urgency();
        this.aidKinds = shown.aidKinds();
        this.status = shown.status();
        this.round = shown.round();
        this.responsible = shown.responsible();
        this.dueAt = shown.dueAt();
        this.escalations = shown.escalations();
        this.returned = shown.returned();
        this.wish = shown.wish();
        this.closeReason = shown.closeReason();
        this.reviewAt = shown.reviewAt();
        this.resolvedBy = shown.resolvedBy();
        this.appliedNeed = before.appliedNeed();
        this.appliedAid = before.appliedAid();
        this.ancestors = before.ancestors();
        this.routes = before.routes();
        this.next = before.next();
        this.takenUp = before.takenUp();
        this.withdrawalTaken = before.withdrawalTaken();
        this.dueSoonAt = before.dueSoonAt();
        this.reminded = before.reminded();
        this.returnedBy = before.returnedBy();
    }

    /** Names the responsible post that a route found, and lets it and those above it see the case. */
    void goTo(RouteTaken route, Setting setting) {
        responsible = route.found();
        ancestors = Stream.of(unit, route.found().unit())
                .flatMap(one -> Stream.concat(Stream.of(one), setting.grid().tree().pathUp(one).stream()))
                .distinct()
                .toList();
        List<RouteTaken> kept = new ArrayList<>(routes);
        if (kept.size() == AidCase.MOST_ROUTES) {
            kept.remove(1);
        }
        kept.add(route);
        routes = List.copyOf(kept);
    }

    /** Starts the clock of a step. */
    void startStep(Setting setting, Instant due) {
        dueAt = due;
        dueSoonAt = setting.deadlines().dueSoon(setting.now(), due);
        reminded = false;
    }

    /** No step clock runs. */
    void stopStep() {
        dueAt = null;
        dueSoonAt = null;
        reminded = false;
    }

    /** The case as it is after the event of that order, or, with an unchanged order, after a silent change. */
    AidCase finish(EventOrder order, Instant now) {
        CaseState old = before == null ? null : before.shown();
        long sequence = order.sequence();
        boolean sameContent = old != null && old.category().equals(category) && old.urgency() == urgency
                && old.aidKinds().equals(aidKinds);
        boolean sameStatus = old != null && old.status() == status && old.round() == round;
        boolean sameResponsible = old != null && Objects.equals(old.responsible(), responsible);
        boolean sameWish = Objects.equals(old == null ? null : old.wish(), wish);
        CaseState shown = new CaseState(order, need, household, unit, category, urgency, aidKinds,
                sameContent ? old.contentSequence() : sequence,
                status, sameStatus ? old.statusSequence() : sequence,
                round, responsible, sameResponsible ? old.responsibleSequence() : sequence,
                dueAt, householdDueAt, escalations, returned,
                wish, sameWish ? old == null ? 0 : old.wishSequence() : sequence,
                closeReason, reviewAt, resolvedBy);
        AidCase unwoken = new AidCase(shown, appliedNeed, appliedAid, ancestors, routes, next, takenUp,
                withdrawalTaken, dueSoonAt, reminded, status != CaseStatus.CLOSED, listedAt(now), null,
                returnedBy);
        return withWake(unwoken, wake(unwoken));
    }

    private Instant listedAt(Instant now) {
        if (dueAt != null) {
            return dueAt;
        }
        if (reviewAt != null) {
            return reviewAt;
        }
        return before != null && before.status() == status ? before.listedAt() : now;
    }

    /** The earliest time at which the clock has something to do about a case; null if never. */
    private static @Nullable Instant wake(AidCase one) {
        return Stream.of(one.shown().dueAt(), remindAt(one), reviewAt(one), restateAt(one))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The same case, to be looked at again at that time, or before if something else is due before. */
    static AidCase wakeLater(AidCase one, Instant at) {
        Instant wake = Stream.of(at, restateAt(one))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(at);
        return withWake(one, wake);
    }

    static @Nullable Instant remindAt(AidCase one) {
        return one.reminded() ? null : one.dueSoonAt();
    }

    static @Nullable Instant reviewAt(AidCase one) {
        return one.status() == CaseStatus.PLANNED ? one.shown().reviewAt() : null;
    }

    /** When the wish is stated again: while nothing shows that it was heard, or that taking it back was. */
    static @Nullable Instant restateAt(AidCase one) {
        Wish wish = one.shown().wish();
        if (wish == null || !one.hasLiveWish() || wish.wanted() && one.takenUp() >= wish.ordinal()) {
            return null;
        }
        return wish.statedAt().plus(ANSWER_PATIENCE);
    }

    static AidCase withWake(AidCase one, @Nullable Instant wakeAt) {
        return new AidCase(one.shown(), one.appliedNeed(), one.appliedAid(), one.ancestors(), one.routes(), one.next(),
                one.takenUp(), one.withdrawalTaken(), one.dueSoonAt(), one.reminded(), one.open(), one.listedAt(),
                wakeAt, one.returnedBy());
    }
}
