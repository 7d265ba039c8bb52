package cn.twonets.intake.needs;

import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.PostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the village may see of what the grid does about a need, as dispatch last said it.
 *
 * @param order order of the dispatch event that it was taken from
 * @param status where the case stands
 * @param round the round of resolution, from 1
 * @param unit the unit of who must act now; null once closed
 * @param level its level; null once closed
 * @param post who must act now; null once closed
 * @param dueAt when the present step is due; null when no clock runs
 * @param closeReason why it was closed; null while open
 * @param resolvedBy who resolved the present round; null unless an answer is awaited
 */
public record Progress(
        EventOrder order,
        CaseStatus status,
        int round,
        @Nullable GridCode unit,
        @Nullable GridLevel level,
        @Nullable PostId post,
        @Nullable Instant dueAt,
        @Nullable CloseReason closeReason,
        @Nullable PostId resolvedBy) {

    static Progress of(CaseState state) {
        CaseState.Responsible responsible = state.responsible();
        return new Progress(
                state.order(),
                state.status(),
                state.round(),
                responsible == null ? null : responsible.unit(),
                responsible == null ? null : responsible.level(),
                responsible == null ? null : responsible.post(),
                state.dueAt(),
                state.closeReason(),
                state.resolvedBy());
    }

    /** Whether the other says the same, whatever its order. */
    boolean saysTheSame(Progress other) {
        return other
                .equals(new Progress(other.order, status, round, unit, level, post, dueAt, closeReason, resolvedBy));
    }
}
