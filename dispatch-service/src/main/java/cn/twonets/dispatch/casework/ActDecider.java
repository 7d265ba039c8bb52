package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.dispatch.casework.ActAnswer.Why;
import cn.twonets.dispatch.casework.AidCase.Next;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.GridCode;
import cn.twonets.grid.GridTree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a person may do something with a case now, and what follows. */
final class ActDecider implements Decider<AidCase, CaseEvent, ActAnswer> {
    /** A plan must be looked at again within so long. */
    static final Duration LONGEST_PLAN = Duration.ofDays(366);

    private final Setting setting;
    private final Standing who;
    private final CaseAct act;

    ActDecider(Setting setting, Standing who, CaseAct act) {
        this.setting = setting;
        this.who = who;
        this.act = act;
    }

    @Override
    public Decision<AidCase, CaseEvent, ActAnswer> decide(@Nullable AidCase current) {
        if (current == null || !current.isVisibleTo(who.sees())) {
            return Decision.unchanged(new ActAnswer.Refused(Why.UNKNOWN_CASE, null));
        }
        Responsible responsible = current.shown().responsible();
        if (responsible != null
                && !who.mayActFor(setting.grid().tree(), responsible.unit(), responsible.post())) {
            return refuse(current, Why.NOT_RESPONSIBLE);
        }
        Optional<CaseTable.Move> move = CaseTable.move(current.status(), act.verb());
        if (move.isEmpty()) {
            return refuse(current, Why.NOT_ALLOWED_NOW);
        }
        Course course = new Course(setting, current);
        Optional<Why> refused = perform(course, move.get());
        return refused.isPresent()
                ? refuse(current, refused.get())
                : course.decide(new ActAnswer.Done(course.present(), false));
    }

    private Optional<Why> perform(Course course, CaseTable.Move move) {
        boolean cancels = move.to() == CaseStatus.CANCELLING;
        return switch (act) {
            case CaseAct.Acknowledge _ignored -> done(() -> course.acknowledge(who.post()));
            case CaseAct.Refer refer -> done(() -> {
                if (cancels) {
                    course.cancel(next(refer.services(), refer.greenChannel(), null, null));
                } else {
                    course.want(who.post(), refer.services(), refer.greenChannel());
                }
            });
            case CaseAct.Resolve resolve -> done(() -> {
                if (cancels) {
                    course.cancel(next(List.of(), false, resolve.how(), null));
                } else {
                    course.resolve(who.post(), resolve.how(), null);
                }
            });
            case CaseAct.Escalate escalate -> course.isAtTop()
                    ? Optional.of(Why.AT_THE_TOP)
                    : done(() -> course.goUp(move.to(), escalate.reason(), who.post()));
            case CaseAct.Return sent -> sendBack(course, sent, cancels);
            case CaseAct.Arbitrate arbitrate -> arbitrate(course, arbitrate.unit());
            case CaseAct.Plan plan -> plan(course, plan);
            case CaseAct.CloseUnmet _ignored -> done(() -> course.close(CloseReason.UNMET, who.post()));
        };
    }

    private Optional<Why> sendBack(Course course, CaseAct.Return sent, boolean cancels) {
        if (course.present().shown().returned()) {
            return Optional.of(Why.RETURNED_BEFORE);
        }
        if (!lasts(sent.proposedOwner())) {
            return Optional.of(Why.UNKNOWN_UNIT);
        }
        Optional<GridCode> arbiter = course.aboveBoth(sent.proposedOwner(), who.post());
        if (arbiter.isEmpty()) {
            return Optional.of(Why.NOBODY_ABOVE);
        }
        if (cancels) {
            return done(() -> course.cancel(next(List.of(), false, sent.reason(), sent.proposedOwner())));
        }
        return done(() -> course.sendBack(who.post(), sent.reason(), sent.proposedOwner(), arbiter.get()));
    }

    /** Whoever sent a case back asked for something, and so does not decide about it. */
    private Optional<Why> arbitrate(Course course, GridCode unit) {
        if (who.post().equals(course.present().returnedBy())) {
            return Optional.of(Why.ASKED_FOR_IT);
        }
        GridTree tree = setting.grid().tree();
        GridCode arbiter = course.present().shown().responsible().unit();
        if (!lasts(unit) || !tree.isWithin(unit, arbiter)) {
            return Optional.of(Why.UNKNOWN_UNIT);
        }
        return done(() -> course.arbitrate(who.post(), unit));
    }

    private Optional<Why> plan(Course course, CaseAct.Plan plan) {
        Instant now = setting.now();
        if (!plan.reviewAt().isAfter(now)) {
            return Optional.of(Why.REVIEW_NOT_AHEAD);
        }
        if (plan.reviewAt().isAfter(now.plus(LONGEST_PLAN))) {
            return Optional.of(Why.REVIEW_TOO_FAR);
        }
        return done(() -> course.plan(who.post(), plan.reviewAt(), plan.reason()));
    }

    private boolean lasts(GridCode unit) {
        return setting.grid().tree().unit(unit).map(known -> !known.hasEnded(setting.now())).orElse(false);
    }

    private Next next(
            List<cn.twonets.events.AidServiceId> services,
            boolean greenChannel,
            @Nullable String code,
            @Nullable GridCode proposedOwner) {
        return new Next(act.verb(), who.post(), services, greenChannel, code, proposedOwner);
    }

    private static Optional<Why> done(Runnable move) {
        move.run();
        return Optional.empty();
    }

    private static Decision<AidCase, CaseEvent, ActAnswer> refuse(AidCase current, Why why) {
        return Decision.unchanged(new ActAnswer.Refused(why, current.status()));
    }
}
