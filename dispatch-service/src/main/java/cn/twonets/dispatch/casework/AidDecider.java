package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.dispatch.casework.AidCase.Next;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState.Wish;
import cn.twonets.events.CloseReason;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.PostId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a case does about a need as the aid side stands to it now. Level-triggered, like {@link NeedDecider}. */
final class AidDecider implements Decider<AidCase, CaseEvent, Set<Followed>> {
    private final Setting setting;
    private final AidState aid;

    AidDecider(Setting setting, AidState aid) {
        this.setting = setting;
        this.aid = aid;
    }

    @Override
    public Decision<AidCase, CaseEvent, Set<Followed>> decide(@Nullable AidCase current) {
        if (current == null) {
            return Decision.unchanged(Set.of(Followed.UNKNOWN_CASE));
        }
        if (!aid.order().isAfter(current.appliedAid())) {
            return Decision.unchanged(Set.of(Followed.NOT_NEWER));
        }
        Course course = new Course(setting, current);
        course.quietly(draft -> draft.appliedAid = aid.order());
        return course.decide(Set.of(follow(course)));
    }

    private Followed follow(Course course) {
        AidCase present = course.present();
        Wish wish = present.shown().wish();
        AidState.Answer answer = aid.answer();
        if (answer != null && answer.ordinal() > (wish == null ? 0 : wish.ordinal())) {
            return answeredWhatWasLost(course, answer);
        }
        if (wish == null) {
            return present.open() ? Followed.NOTHING_TO_DO : Followed.TOO_LATE;
        }
        if (answer != null && answer.ordinal() == wish.ordinal()) {
            return answered(course, answer);
        }
        AidState.Referral referral = aid.referral();
        if (referral != null && referral.ordinal() == wish.ordinal() && present.hasLiveWish()
                && present.takenUp() < wish.ordinal()) {
            course.note(draft -> draft.takenUp = wish.ordinal());
            return Followed.TAKEN_UP;
        }
        return Followed.NOTHING_TO_DO;
    }

    /**
     * Only after this side was restored from a backup: the aid side has answered a wish that nobody here knows of. Numbers up
     * to that one are used up: a wish under them would never be answered again.
     */
    private Followed answeredWhatWasLost(Course course, AidState.Answer answer) {
        if (course.present().takenUp() < answer.ordinal()) {
            course.note(draft -> draft.takenUp = answer.ordinal());
        }
        if (course.present().hasLiveWish()) {
            return answered(course, answer);
        }
        return course.present().open() ? Followed.NOTHING_TO_DO : Followed.TOO_LATE;
    }

    private Followed answered(Course course, AidState.Answer answer) {
        AidCase present = course.present();
        CaseVerb verb = switch (answer.result()) {
            case DELIVERED -> CaseVerb.DELIVERED;
            case NONE_LEFT -> CaseVerb.NONE_LEFT;
            case CANCELLED -> CaseVerb.CANCELLED;
        };
        if (CaseTable.move(present.status(), verb).isEmpty()) {
            return present.open() ? Followed.WISH_NOT_LIVE : Followed.TOO_LATE;
        }
        if (verb == CaseVerb.DELIVERED) {
            course.resolve(deliverer(present), "delivered", answer.service());
            return Followed.DELIVERED;
        }
        Next next = present.next();
        if (next == null) {
            course.handBack(answer.result());
            return Followed.HANDED_BACK;
        }
        return doNext(course, next, answer.result());
    }

    private Followed doNext(Course course, Next next, FinalAnswer answer) {
        switch (next.verb()) {
            case REFER -> course.want(next.by(), next.services(), next.greenChannel());
            case RESOLVE -> course.resolve(next.by(), code(next), null);
            case WITHDRAWN -> course.close(CloseReason.WITHDRAWN, next.by());
            case RETURN -> {
                Optional<GridCode> arbiter = next.proposedOwner() == null
                        ? Optional.empty()
                        : course.aboveBoth(next.proposedOwner(), next.by());
                if (arbiter.isEmpty()) {
                    course.handBack(answer);
                    return Followed.HANDED_BACK;
                }
                course.sendBack(next.by(), code(next), next.proposedOwner(), arbiter.get());
            }
            default -> throw new IllegalStateException(next.verb() + " never waits for a wish to be gone");
        }
        return Followed.NEXT_DONE;
    }

    private static String code(Next next) {
        return next.code() == null ? "" : next.code();
    }

    /** The department whose aid was delivered; it may not confirm its own work. */
    private PostId deliverer(AidCase present) {
        AidState.Referral referral = aid.referral();
        if (referral == null) {
            return present.shown().wish().by();
        }
        return new PostId("department:" + referral.provider());
    }
}
