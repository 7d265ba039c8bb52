package cn.twonets.resource.referrals;

import cn.twonets.delivery.Decision;
import cn.twonets.events.AidEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One decision in the making: the record as it stands, and what has happened on the way. */
final class Course {
    private final AidRecord before;
    private final List<Decision.Step<AidRecord, AidEvent>> steps = new ArrayList<>();
    private AidRecord now;

    Course(AidRecord before) {
        this.before = before;
        this.now = before;
    }

    AidRecord now() {
        return now;
    }

    /** Changes what is kept without telling anybody. */
    void note(AidRecord changed) {
        now = changed;
    }

    /** Something happened: {@code after} makes the state that follows, already numbered with the event's order. */
    void happened(UnaryOperator<AidRecord> after, java.util.function.Function<AidRecord, AidEvent> event) {
        now = after.apply(now.at(now.order().next()));
        steps.add(new Decision.Step<>(event.apply(now), now));
    }

    /** What is to be written. Notes made after the last event belong to that event's write. */
    <R> Decision<AidRecord, AidEvent, R> decision(R answer) {
        if (!steps.isEmpty()) {
            Decision.Step<AidRecord, AidEvent> last = steps.removeLast();
            steps.add(new Decision.Step<>(last.happened(), now));
            return Decision.changed(steps, answer);
        }
        return now.equals(before) ? Decision.unchanged(answer) : Decision.silently(now, answer);
    }
}
