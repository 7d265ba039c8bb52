package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.Category;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a case does about a need as the village wants it now. Level-triggered: only the state counts, whatever was missed
 * on the way to it.
 */
final class NeedDecider implements Decider<AidCase, CaseEvent, Set<Followed>> {
    private final Setting setting;
    private final NeedState need;
    private final PostId withdrawnBy;

    /** @param withdrawnBy who took the need back, where that is known; else the post that reported it stands for it */
    NeedDecider(Setting setting, NeedState need, @Nullable PostId withdrawnBy) {
        this.setting = setting;
        this.need = need;
        this.withdrawnBy = withdrawnBy == null ? need.reportedBy() : withdrawnBy;
    }

    @Override
    public Decision<AidCase, CaseEvent, Set<Followed>> decide(@Nullable AidCase current) {
        Course course = new Course(setting, current);
        if (current == null) {
            return course.decide(open(course));
        }
        if (!need.order().isAfter(current.appliedNeed())) {
            return Decision.unchanged(Set.of(Followed.NOT_NEWER));
        }
        if (isWorthAWrite(current)) {
            course.note(draft -> draft.appliedNeed = need.order());
        } else {
            course.quietly(draft -> draft.appliedNeed = need.order());
        }
        Set<Followed> followed = EnumSet.noneOf(Followed.class);
        amend(course, followed);
        if (need.answerSequence() < need.wantSequence()) {
            answer(course, followed);
            withdraw(course, followed, current.appliedNeed());
        } else {
            withdraw(course, followed, current.appliedNeed());
            answer(course, followed);
        }
        if (followed.isEmpty()) {
            followed.add(current.open() ? Followed.NOTHING_TO_DO : Followed.TOO_LATE);
        }
        return course.decide(followed);
    }

    /**
     * Whether the order is kept even if nothing else is: what a new epoch tells next must be known from what was told again,
     * and what was skipped on the way to this order may still come.
     */
    private boolean isWorthAWrite(AidCase current) {
        return need.order().epoch() > current.appliedNeed().epoch()
                || current.open() && !need.order().isNextAfter(current.appliedNeed());
    }

    private Set<Followed> open(Course course) {
        course.open(need);
        Set<Followed> followed = EnumSet.of(
                course.present().shown().responsible().post().value().startsWith("city-desk:")
                        ? Followed.UNROUTABLE
                        : Followed.ASSIGNED);
        if (need.withdrawn()) {
            withdraw(course, followed, EventOrder.NONE);
        } else {
            Category.Terms terms = setting.rule(need.category(), need.urgency()).terms();
            if (terms.refersAtOnce()) {
                course.want(Course.PRODUCT, List.of(), terms.greenChannel());
                followed.add(Followed.REFERRED_AT_ONCE);
            }
        }
        return followed;
    }

    private void amend(Course course, Set<Followed> followed) {
        AidCase present = course.present();
        if (!present.open()) {
            return;
        }
        List<String> fields = new ArrayList<>();
        if (!present.shown().category().equals(need.category())) {
            fields.add("category");
        }
        if (present.shown().urgency() != setting.rule(need.category(), need.urgency()).urgency()) {
            fields.add("urgency");
        }
        if (!present.shown().aidKinds().equals(need.aidKinds())) {
            fields.add("aidKinds");
        }
        if (!fields.isEmpty()) {
            course.amend(need, fields);
            followed.add(Followed.AMENDED);
        }
    }

    /** @param heard what was heard of the need before */
    private void withdraw(Course course, Set<Followed> followed, EventOrder heard) {
        AidCase present = course.present();
        EventOrder withdrawal = new EventOrder(need.order().epoch(), need.wantSequence());
        if (!need.withdrawn() || !withdrawal.isAfter(present.withdrawalTaken()) || isToldAgain(present, heard)) {
            return;
        }
        CaseTable.move(present.status(), CaseVerb.WITHDRAWN).ifPresent(move -> {
            if (move.to() == CaseStatus.CLOSED) {
                course.close(CloseReason.WITHDRAWN, withdrawnBy);
                followed.add(Followed.WITHDRAWN);
            } else {
                course.cancel(AidCase.Next.withdrawn(withdrawnBy));
                followed.add(Followed.CANCELLING);
            }
            course.quietly(draft -> draft.withdrawalTaken = withdrawal);
        });
    }

    /**
     * After a restore of the village's side everything is told again under a higher epoch, sequences as they were: the
     * withdrawal taken before is no second one, unless this epoch was heard of without it.
     */
    private boolean isToldAgain(AidCase present, EventOrder heard) {
        return present.withdrawalTaken().sequence() == need.wantSequence()
                && (heard.epoch() < need.order().epoch() || heard.sequence() >= need.wantSequence());
    }

    private void answer(Course course, Set<Followed> followed) {
        NeedState.Answer answer = need.answer();
        AidCase present = course.present();
        if (answer == null || !present.open() || answer.round() < present.shown().round()) {
            return;
        }
        boolean solved = answer.outcome() == Outcome.SOLVED;
        boolean awaited = answer.round() == present.shown().round()
                && CaseTable.move(present.status(), solved ? CaseVerb.SOLVED : CaseVerb.NOT_SOLVED).isPresent();
        if (!awaited) {
            followed.add(Followed.ROUND_NOT_AWAITED);
        } else if (solved) {
            course.close(CloseReason.CONFIRMED, answer.by());
            followed.add(Followed.CONFIRMED);
        } else {
            course.reopen(answer.outcome().name());
            followed.add(Followed.REOPENED);
        }
    }
}
