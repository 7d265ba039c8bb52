package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.CaseEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moves only the time at which the clock looks at a case again, if nobody else has meanwhile. */
final class Postponement implements Decider<AidCase, CaseEvent, Boolean> {
    private final Alarm alarm;
    private final Instant until;

    Postponement(Alarm alarm, Instant until) {
        this.alarm = alarm;
        this.until = until;
    }

    @Override
    public Decision<AidCase, CaseEvent, Boolean> decide(@Nullable AidCase current) {
        if (current == null || !alarm.at().equals(current.wakeAt())) {
            return Decision.unchanged(false);
        }
        return Decision.silently(CaseDraft.withWake(current, until), true);
    }
}
