package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.events.CaseEvent;
import org.jspecify.annotations.Nullable;

/** Derives the time at which the clock must look at an open case from what the case says; true if that was wrong. */
final class Rewinding implements Decider<AidCase, CaseEvent, Boolean> {
    private final Setting setting;

    Rewinding(Setting setting) {
        this.setting = setting;
    }

    @Override
    public Decision<AidCase, CaseEvent, Boolean> decide(@Nullable AidCase current) {
        if (current == null || !current.open()) {
            return Decision.unchanged(false);
        }
        Course course = new Course(setting, current);
        course.note(draft -> {});
        AidCase derived = course.present();
        return derived.wakeAt() == null || derived.wakeAt().equals(current.wakeAt())
                ? Decision.unchanged(false)
                : Decision.silently(derived, true);
    }
}
