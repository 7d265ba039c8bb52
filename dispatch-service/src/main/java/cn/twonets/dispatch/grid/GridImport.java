package cn.twonets.dispatch.grid;

import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridUnit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import that was decided. It holds all that is to be written until all is written and published, so that a crash
 * between any two steps loses nothing.
 *
 * @param number counts imports; an import that changes the tree gives it this number as its version
 * @param at when
 * @param by who
 * @param correlationId follows the request
 * @param counts what it changes
 * @param finished whether everything is stored and on the topic
 * @param plan what is to be written; null once it is finished
 */
public record GridImport(
        long number,
        Instant at,
        PostId by,
        String correlationId,
        ImportPlan.Counts counts,
        boolean finished,
        @Nullable Plan plan) {

    /**
     * What is to be written.
     *
     * @param units the whole tree; empty if the tree does not change
     * @param appointments with the order that each will have; one that has moved on meanwhile is left alone
     */
    public record Plan(List<GridUnit> units, List<GridState.Appointment> appointments) {
        public Plan {
            units = List.copyOf(units);
            appointments = List.copyOf(appointments);
        }
    }
}
