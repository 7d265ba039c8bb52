package cn.twonets.dispatch.casework;

import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that has not ended, as far as it is counted. */
public interface OpenCases {
    /** Reads all cases below a unit that have not ended, each once, in no order. */
    void below(GridCode top, Consumer<Counted> counter);

    /**
     * What of a case is counted.
     *
     * @param status where it stands
     * @param level of the unit that must act
     * @param dueSoonAt when the responsible post is reminded; null when no step clock runs
     * @param dueAt when the present step is due; null when no step clock runs
     * @param householdDueAt when the household is due an end
     */
    record Counted(
            CaseStatus status,
            GridLevel level,
            @Nullable Instant dueSoonAt,
            @Nullable Instant dueAt,
            Instant householdDueAt) {}
}
