package cn.twonets.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the grid did about a need; {@link CaseState} follows it. */
public sealed interface CaseEvent extends Happening {
    /**
     * A post was named responsible; {@code reasons} are the route's codes, one for each candidate tried.
     *
     * @param to who must act now
     * @param dueAt when the step is due
     * @param reasons codes of the route, one for each candidate tried
     */
    record Assigned(CaseState.Responsible to, Instant dueAt, List<String> reasons) implements CaseEvent {}

    /**
     * The village corrected what it had reported and the case follows; no clock starts again.
     *
     * @param fields names of the fields that changed
     */
    record Amended(List<String> fields) implements CaseEvent {}

    /**
     * The responsible post signed for it. Starts no clock.
     *
     * @param by the post that signed
     */
    record Acknowledged(PostId by) implements CaseEvent {}

    /**
     * The step is due soon.
     *
     * @param dueAt when the step is due
     */
    record DueSoon(Instant dueAt) implements CaseEvent {}

    /**
     * It went up one level: overdue, or pushed up by {@code by} (null for the clock).
     *
     * @param from who had to act before
     * @param to who must act now
     * @param dueAt when the new step is due
     * @param reason coded reason, such as overdue
     * @param by who pushed it up; null for the clock
     */
    record Escalated(
            CaseState.Responsible from,
            CaseState.Responsible to,
            Instant dueAt,
            String reason,
            @Nullable PostId by) implements CaseEvent {}

    /**
     * The responsible post sent it back, naming who should have it.
     *
     * @param by who sent it back
     * @param reason coded reason
     * @param proposedOwner the unit that should have it, as who returned it thinks
     * @param arbiter the leader above both, who decides
     */
    record Returned(PostId by, String reason, GridCode proposedOwner,
            CaseState.Responsible arbiter) implements CaseEvent {}

    /**
     * The leader above both decided where it goes.
     *
     * @param by the leader who decided
     * @param to who must act now
     * @param dueAt when the new step is due
     */
    record Arbitrated(PostId by, CaseState.Responsible to, Instant dueAt) implements CaseEvent {}

    /**
     * A referral is wanted: stated, or stated again.
     *
     * @param wish the referral as wanted
     */
    record ReferralWanted(CaseState.Wish wish) implements CaseEvent {}

    /**
     * The referral is no longer wanted; {@code next} is what the case does once that is answered.
     *
     * @param by who wants it otherwise
     * @param wish number of the wish that is taken back
     * @param next code of what the case does once that is answered
     */
    record Cancelling(PostId by, int wish, String next) implements CaseEvent {}

    /**
     * Something was done for the household: on the spot, or by a delivered referral.
     *
     * @param by who did it
     * @param round the round that this ends, from 1
     * @param how code of what was done
     * @param service the aid service that was delivered; null when it was resolved on the spot
     */
    record Resolved(PostId by, int round, String how, @Nullable AidServiceId service) implements CaseEvent {}

    /**
     * It did not help: the next round begins one level higher.
     *
     * @param round the round that begins
     * @param to who must act now
     * @param dueAt when the new step is due
     * @param reason coded reason
     */
    record Reopened(int round, CaseState.Responsible to, Instant dueAt, String reason) implements CaseEvent {}

    /**
     * The referral ended without delivery, and the responsible post must decide again.
     *
     * @param wish number of the wish
     * @param answer how it ended
     */
    record ReferralEnded(int wish, FinalAnswer answer) implements CaseEvent {}

    /**
     * Put on a plan with a review date.
     *
     * @param by who planned it
     * @param reviewAt when it is looked at again
     * @param reason coded reason
     */
    record Planned(PostId by, Instant reviewAt, String reason) implements CaseEvent {}

    /**
     * Ended.
     *
     * @param reason why it ended
     * @param by who ended it; null where nobody did by hand
     */
    record Closed(CloseReason reason, @Nullable PostId by) implements CaseEvent {}

    /**
     * Nobody at all could be found, not even at the top; the city desk keeps it.
     *
     * @param reasons codes of the route, one for each candidate tried
     */
    record Unroutable(List<String> reasons) implements CaseEvent {}
}
