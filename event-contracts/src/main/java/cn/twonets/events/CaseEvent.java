package cn.twonets.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the grid did about a need; {@link CaseState} follows it. */
public sealed interface CaseEvent extends Happening {
    /** A post was named responsible; {@code reasons} are the route's codes, one for each candidate tried. */
    record Assigned(CaseState.Responsible to, Instant dueAt, List<String> reasons) implements CaseEvent {}

    /** The village corrected what it had reported and the case follows; no clock starts again. */
    record Amended(List<String> fields) implements CaseEvent {}

    /** The responsible post signed for it. Starts no clock. */
    record Acknowledged(PostId by) implements CaseEvent {}

    /** The step is due soon. */
    record DueSoon(Instant dueAt) implements CaseEvent {}

    /** It went up one level: overdue, or pushed up by {@code by} (null for the clock). */
    record Escalated(
            CaseState.Responsible from,
            CaseState.Responsible to,
            Instant dueAt,
            String reason,
            @Nullable PostId by) implements CaseEvent {}

    /** The responsible post sent it back, naming who should have it. */
    record Returned(PostId by, String reason, GridCode proposedOwner,
            CaseState.Responsible arbiter) implements CaseEvent {}

    /** The leader above both decided where it goes. */
    record Arbitrated(PostId by, CaseState.Responsible to, Instant dueAt) implements CaseEvent {}

    /** A referral is wanted: stated, or stated again. */
    record ReferralWanted(CaseState.Wish wish) implements CaseEvent {}

    /** The referral is no longer wanted; {@code next} is what the case does once that is answered. */
    record Cancelling(PostId by, int wish, String next) implements CaseEvent {}

    /** Something was done for the household: on the spot, or by a delivered referral. */
    record Resolved(PostId by, int round, String how, @Nullable AidServiceId service) implements CaseEvent {}

    /** It did not help: the next round begins one level higher. */
    record Reopened(int round, CaseState.Responsible to, Instant dueAt, String reason) implements CaseEvent {}

    /** The referral ended without delivery, and the responsible post must decide again. */
    record ReferralEnded(int wish, FinalAnswer answer) implements CaseEvent {}

    /** Put on a plan with a review date. */
    record Planned(PostId by, Instant reviewAt, String reason) implements CaseEvent {}

    /** Ended. */
    record Closed(CloseReason reason, @Nullable PostId by) implements CaseEvent {}

    /** Nobody at all could be found, not even at the top; the city desk keeps it. */
    record Unroutable(List<String> reasons) implements CaseEvent {}
}
