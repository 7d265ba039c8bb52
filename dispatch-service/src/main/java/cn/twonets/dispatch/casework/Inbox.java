package cn.twonets.dispatch.casework;

import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of the cases within his scope, the most pressing first.
 *
 * @param sees the units whose cases exist for the caller, with everything below them
 * @param responsible only cases of this post; null for any
 * @param heldUnits only cases whose responsible unit is among these; null for any
 * @param unit only cases of households in this unit or below it; null for any
 * @param due how the step stands
 * @param escalated only cases that were escalated
 * @param status only cases in this status; null for all that are open
 * @param now the present time
 */
public record Inbox(
        Set<GridCode> sees,
        @Nullable PostId responsible,
        @Nullable Set<GridCode> heldUnits,
        @Nullable GridCode unit,
        Due due,
        boolean escalated,
        @Nullable CaseStatus status,
        Instant now) {

    /** How the present step stands. */
    public enum Due {
        /** However it stands. */
        ANY,
        /** Three quarters of its time or more are gone, and it is not overdue. */
        SOON,
        /** It should have been done by now. */
        OVERDUE
    }

    /**
     * The place of a case in an inbox, after which the next page begins.
     *
     * @param listedAt what inboxes are sorted by
     * @param id breaks ties
     */
    public record Position(Instant listedAt, NeedId id) {
        public static Position of(AidCase one) {
            return new Position(one.listedAt(), one.id());
        }
    }
}
