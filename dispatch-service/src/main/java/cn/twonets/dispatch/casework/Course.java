package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decision;
import cn.twonets.dispatch.casework.AidCase.Next;
import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.dispatch.routing.Ruling;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.CaseState.Wish;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.EventOrder;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one decision makes of one case, step by step. Each method is one thing that can happen; whether it may happen is
 * decided before, by {@link CaseTable}.
 */
final class Course {
    /** Stands where an act was the product's own. */
    static final PostId PRODUCT = new PostId("dispatch");

    private final Setting setting;
    private final List<Decision.Step<AidCase, CaseEvent>> steps = new ArrayList<>();
    private @Nullable AidCase present;
    private boolean noted;

    Course(Setting setting, @Nullable AidCase before) {
        this.setting = setting;
        this.present = before;
    }

    /** The case as it is by now. */
    AidCase present() {
        if (present == null) {
            throw new IllegalStateException("there is no case yet");
        }
        return present;
    }

    /** What is to be written. */
    <R> Decision<AidCase, CaseEvent, R> decide(R answer) {
        if (!steps.isEmpty()) {
            return Decision.changed(steps, answer);
        }
        return noted ? Decision.silently(present(), answer) : Decision.unchanged(answer);
    }

    /** A need seen for the first time gets its case, on the post that the grid names. */
    void open(NeedState need) {
        Ruling ruling = setting.rule(need.category(), need.urgency());
        Route route = setting.grid().responsible(need.unit(), ruling.terms().handledAt(), setting.now());
        RouteTaken taken = taken("submitted", ruling.reasons(), need.unit(), route);
        Instant due = setting.deadlines().due(setting.now(), ruling.terms().step());
        CaseDraft draft = new CaseDraft(need, ruling.urgency(),
                setting.deadlines().due(setting.now(), ruling.terms().household()));
        draft.goTo(taken, setting);
        draft.startStep(setting, due);
        CaseEvent happened = route.isLastResort()
                ? new CaseEvent.Unroutable(taken.reasons())
                : new CaseEvent.Assigned(taken.found(), due, taken.reasons());
        add(happened, draft.finish(EventOrder.NONE.next(), setting.now()));
    }

    /** The case follows what the village corrected. Who must act, and by when, stays. */
    void amend(NeedState need, List<String> fields) {
        Ruling ruling = setting.rule(need.category(), need.urgency());
        happens(new CaseEvent.Amended(fields), draft -> {
            draft.category = need.category();
            draft.urgency = ruling.urgency();
            draft.aidKinds = need.aidKinds();
        });
    }

    void acknowledge(PostId by) {
        happens(new CaseEvent.Acknowledged(by), draft -> draft.status = CaseStatus.ACKNOWLEDGED);
    }

    /** States the next wish. */
    void want(PostId by, List<AidServiceId> services, boolean greenChannel) {
        Wish last = present().shown().wish();
        Wish wish = new Wish(Math.max(last == null ? 0 : last.ordinal(), present().takenUp()) + 1, true, services, by,
                greenChannel, setting.now());
        happens(new CaseEvent.ReferralWanted(wish), draft -> {
            draft.status = CaseStatus.REFERRED;
            draft.wish = wish;
            draft.next = null;
            draft.reviewAt = null;
            draft.startStep(setting, stepDue());
        });
    }

    /** States the present wish once more. */
    void restate() {
        Wish wish = with(liveWish(), liveWish().wanted());
        happens(new CaseEvent.ReferralWanted(wish), draft -> draft.wish = wish);
    }

    /** Takes the wish back; what comes next waits for its answer. The step clock runs on. */
    void cancel(Next next) {
        Wish wish = liveWish().wanted() ? with(liveWish(), false) : liveWish();
        happens(new CaseEvent.Cancelling(next.by(), wish.ordinal(), next.verb().words()), draft -> {
            draft.status = CaseStatus.CANCELLING;
            draft.wish = wish;
            draft.next = next;
        });
    }

    void resolve(PostId by, String how, @Nullable AidServiceId service) {
        happens(new CaseEvent.Resolved(by, present().shown().round(), how, service), draft -> {
            draft.status = CaseStatus.AWAITING_CONFIRMATION;
            draft.resolvedBy = by;
            draft.next = null;
            draft.reviewAt = null;
            draft.startStep(setting, stepDue());
        });
    }

    /** The referral ended without delivery, and the responsible post must decide again. */
    void handBack(FinalAnswer answer) {
        happens(new CaseEvent.ReferralEnded(liveWish().ordinal(), answer), draft -> {
            draft.status = CaseStatus.ACKNOWLEDGED;
            draft.next = null;
            draft.startStep(setting, stepDue());
        });
    }

    /** Whether there is no level above the responsible one. */
    boolean isAtTop() {
        return responsible().level() == GridLevel.CITY;
    }

    /** One level up, or more where that level is vacant; the new step is counted from now. */
    void goUp(CaseStatus to, String reason, @Nullable PostId by) {
        Responsible from = responsible();
        RouteTaken route = taken(reason, List.of(), from.unit(), setting.grid().above(from.unit(), setting.now()));
        Instant due = stepDue();
        happens(new CaseEvent.Escalated(from, route.found(), due, reason, by), draft -> {
            draft.status = to;
            draft.escalations++;
            draft.goTo(route, setting);
            draft.startStep(setting, due);
        });
    }

    /**
     * The unit of the next grid leader above both the responsible unit and the proposed one who is not the one that asks,
     * as who stands in for everybody in a county of vacancies would be; empty if there is none.
     */
    Optional<GridCode> aboveBoth(GridCode proposed, PostId by) {
        GridTree tree = setting.grid().tree();
        List<GridCode> others = tree.pathUp(proposed);
        return tree.pathUp(responsible().unit())
                .stream()
                .skip(1)
                .filter(unit -> others.indexOf(unit) > 0)
                .filter(unit -> !route(unit).found().post().equals(by))
                .findFirst();
    }

    void sendBack(PostId by, String reason, GridCode proposed, GridCode arbiterUnit) {
        RouteTaken route = taken("returned", List.of(), arbiterUnit, route(arbiterUnit));
        happens(new CaseEvent.Returned(by, reason, proposed, route.found()), draft -> {
            draft.status = CaseStatus.RETURNED;
            draft.returned = true;
            draft.returnedBy = by;
            draft.next = null;
            draft.goTo(route, setting);
            draft.startStep(setting, stepDue());
        });
    }

    void arbitrate(PostId by, GridCode unit) {
        RouteTaken route = taken("arbitrated", List.of(), unit, route(unit));
        Instant due = stepDue();
        happens(new CaseEvent.Arbitrated(by, route.found(), due), draft -> {
            draft.status = CaseStatus.ASSIGNED;
            draft.goTo(route, setting);
            draft.startStep(setting, due);
        });
    }

    void plan(PostId by, Instant reviewAt, String reason) {
        happens(new CaseEvent.Planned(by, reviewAt, reason), draft -> {
            draft.status = CaseStatus.PLANNED;
            draft.reviewAt = reviewAt;
            draft.stopStep();
        });
    }

    /** The review date of a plan has come: the same unit, whoever holds it now, with a new step clock. */
    void review() {
        GridCode unit = responsible().unit();
        RouteTaken route = taken("review-due", List.of(), unit, route(unit));
        Instant due = stepDue();
        happens(new CaseEvent.Assigned(route.found(), due, route.reasons()), draft -> {
            draft.status = CaseStatus.ASSIGNED;
            draft.reviewAt = null;
            draft.goTo(route, setting);
            draft.startStep(setting, due);
        });
    }

    /** It did not help: the next round begins one level higher, at the top with the top. */
    void reopen(String reason) {
        GridCode unit = responsible().unit();
        RouteTaken route = taken("disputed", List.of(), unit, setting.grid().above(unit, setting.now()));
        Instant due = stepDue();
        int round = present().shown().round() + 1;
        happens(new CaseEvent.Reopened(round, route.found(), due, reason), draft -> {
            draft.status = CaseStatus.ASSIGNED;
            draft.round = round;
            draft.resolvedBy = null;
            draft.goTo(route, setting);
            draft.startStep(setting, due);
        });
    }

    void remind(Instant dueAt) {
        happens(new CaseEvent.DueSoon(dueAt), draft -> draft.reminded = true);
    }

    void close(CloseReason reason, @Nullable PostId by) {
        happens(new CaseEvent.Closed(reason, by), draft -> {
            draft.status = CaseStatus.CLOSED;
            draft.closeReason = reason;
            draft.responsible = null;
            draft.next = null;
            draft.reviewAt = null;
            draft.resolvedBy = null;
            draft.stopStep();
        });
    }

    /** Changes something that the others need not know; written even if nothing else is. */
    void note(Consumer<CaseDraft> change) {
        noted = true;
        quietly(change);
    }

    /** Changes something that is worth a write only if something else is written too. */
    void quietly(Consumer<CaseDraft> change) {
        CaseDraft draft = new CaseDraft(present());
        change.accept(draft);
        replacePresent(draft.finish(present().shown().order(), setting.now()));
    }

    /** Has the clock look at the case again only then, though something is overdue: nothing more can be done now. */
    void wakeLater(Instant at) {
        noted = true;
        replacePresent(CaseDraft.wakeLater(present(), at));
    }

    private void replacePresent(AidCase changed) {
        present = changed;
        if (!steps.isEmpty()) {
            CaseEvent last = steps.removeLast().happened();
            steps.add(new Decision.Step<>(last, changed));
        }
    }

    private void happens(CaseEvent happened, Consumer<CaseDraft> change) {
        CaseDraft draft = new CaseDraft(present());
        change.accept(draft);
        add(happened, draft.finish(present().shown().order().next(), setting.now()));
    }

    private void add(CaseEvent happened, AidCase after) {
        steps.add(new Decision.Step<>(happened, after));
        present = after;
    }

    private Instant stepDue() {
        Ruling ruling = setting.rule(present().shown().category(), present().shown().urgency());
        return setting.deadlines().due(setting.now(), ruling.terms().step());
    }

    private Route route(GridCode unit) {
        GridLevel level = setting.grid().tree().unit(unit).orElseThrow().level();
        return setting.grid().responsible(unit, level, setting.now());
    }

    private RouteTaken taken(String why, List<String> policy, GridCode from, Route route) {
        return RouteTaken.of(setting.now(), why, policy, from, setting.grid().tree().version(), route);
    }

    private Responsible responsible() {
        Responsible responsible = present().shown().responsible();
        if (responsible == null) {
            throw new IllegalStateException("a closed case has nobody responsible");
        }
        return responsible;
    }

    private Wish liveWish() {
        Wish wish = present().shown().wish();
        if (wish == null) {
            throw new IllegalStateException("no wish was ever stated");
        }
        return wish;
    }

    private Wish with(Wish wish, boolean wanted) {
        return new Wish(wish.ordinal(), wanted, wish.candidates(), wish.by(), wish.greenChannel(), setting.now());
    }
}
