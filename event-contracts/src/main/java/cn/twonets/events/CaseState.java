package cn.twonets.events;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the grid does about a need. Dispatch alone ends, reopens or moves a case.
 *
 * @param order order of the event that carries this state
 * @param need the need, and the id of the case
 * @param household whose need it is
 * @param unit the household's grid unit
 * @param category what it is about
 * @param urgency how soon
 * @param aidKinds the kinds of aid asked for
 * @param contentSequence sequence at which category, urgency or kinds last changed
 * @param status where the case stands
 * @param statusSequence sequence at which the status last changed
 * @param round counts resolutions asked for, from 1; a dispute opens the next
 * @param responsible who must act now; null only when the case is closed
 * @param responsibleSequence sequence at which the responsible post last changed
 * @param dueAt when the present step is due; null when no step clock runs
 * @param householdDueAt when the household is due an end; never reset
 * @param escalations how often it was escalated
 * @param returned whether it has been returned once
 * @param wish the last referral wish; null before the first
 * @param wishSequence sequence at which the wish last changed; 0 before the first
 * @param closeReason why it was closed; null while open
 * @param reviewAt when a planned case is looked at again; null unless planned
 * @param resolvedBy the post that resolved the present round, which may not confirm it; null unless awaiting
 *        confirmation
 */
public record CaseState(
        EventOrder order,
        NeedId need,
        HouseholdId household,
        GridCode unit,
        CategoryCode category,
        Urgency urgency,
        Set<AidKind> aidKinds,
        long contentSequence,
        CaseStatus status,
        long statusSequence,
        int round,
        @Nullable Responsible responsible,
        long responsibleSequence,
        @Nullable Instant dueAt,
        Instant householdDueAt,
        int escalations,
        boolean returned,
        @Nullable Wish wish,
        long wishSequence,
        @Nullable CloseReason closeReason,
        @Nullable Instant reviewAt,
        @Nullable PostId resolvedBy) implements PublicState {

    /**
     * Who must act now.
     *
     * @param unit the grid unit
     * @param level its level
     * @param post who holds it
     * @param capacity in which capacity
     */
    public record Responsible(GridCode unit, GridLevel level, PostId post, PostCapacity capacity) {}

    /**
     * A referral as wanted. Wishes are numbered through the need's life; the next is stated only after the last one's
     * final answer.
     *
     * @param ordinal number of the wish, from 1
     * @param wanted false once the wish is taken back
     * @param candidates aid services to try, in order; empty means "whatever matches best", decided by resource
     * @param by who wanted it; the product itself when the category refers at once
     * @param greenChannel help first, paperwork after
     * @param statedAt when it was last stated; a wish unanswered for 15 minutes is stated again
     */
    public record Wish(
            int ordinal,
            boolean wanted,
            List<AidServiceId> candidates,
            PostId by,
            boolean greenChannel,
            Instant statedAt) {}

    @Override
    public String aggregate() {
        return need.value();
    }

    @Override
    public GridCode grid() {
        return unit;
    }
}
