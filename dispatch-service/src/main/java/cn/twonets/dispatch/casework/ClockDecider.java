package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.events.CaseEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a case does about the time that it is. However much time has passed at once, an overdue case goes up one level, and
 * its new step is counted from now.
 */
final class ClockDecider implements Decider<AidCase, CaseEvent, Set<Followed>> {
    /** When the clock looks again at what is overdue at the top. */
    static final Duration TOP_PATIENCE = Duration.ofDays(1);

    private final Setting setting;

    ClockDecider(Setting setting) {
        this.setting = setting;
    }

    @Override
    public Decision<AidCase, CaseEvent, Set<Followed>> decide(@Nullable AidCase current) {
        if (current == null) {
            return Decision.unchanged(Set.of(Followed.UNKNOWN_CASE));
        }
        if (!isPast(current.wakeAt())) {
            return Decision.unchanged(Set.of(Followed.NOTHING_TO_DO));
        }
        Course course = new Course(setting, current);
        Set<Followed> followed = EnumSet.noneOf(Followed.class);
        boolean stuckAtTop = false;
        if (isPast(CaseDraft.reviewAt(current)) && allows(current, CaseVerb.REVIEW_DUE)) {
            course.review();
            followed.add(Followed.REVIEWED);
        } else if (isPast(current.shown().dueAt()) && allows(current, CaseVerb.OVERDUE)) {
            stuckAtTop = course.isAtTop();
            if (stuckAtTop) {
                followed.add(Followed.OVERDUE_AT_TOP);
            } else {
                course.goUp(CaseTable.move(current.status(), CaseVerb.OVERDUE).orElseThrow().to(), "overdue", null);
                followed.add(Followed.ESCALATED);
            }
        } else if (isPast(CaseDraft.remindAt(current))) {
            course.remind(current.shown().dueAt());
            followed.add(Followed.REMINDED);
        }
        if (isPast(CaseDraft.restateAt(course.present())) && allows(course.present(), CaseVerb.UNANSWERED)) {
            course.restate();
            followed.add(Followed.RESTATED);
        }
        if (stuckAtTop) {
            course.wakeLater(setting.now().plus(TOP_PATIENCE));
        } else if (followed.isEmpty()) {
            course.note(draft -> {});
            followed.add(Followed.NOTHING_TO_DO);
        }
        return course.decide(followed);
    }

    private boolean isPast(@Nullable Instant at) {
        return at != null && !at.isAfter(setting.now());
    }

    private static boolean allows(AidCase one, CaseVerb verb) {
        return CaseTable.move(one.status(), verb).isPresent();
    }
}
