package cn.twonets.intake.needs;

import cn.twonets.delivery.Decision;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The village's answer about one round. Closed means confirmed by somebody else than the doer; so the post that resolved
 * the round cannot answer for it. A round is answered once.
 */
final class Confirmation {
    private Confirmation() {
    }

    /** @param need one that awaits confirmation */
    static Decision<Need, NeedEvent, Acted> decide(Need need, PostId by, Outcome outcome, @Nullable Integer round) {
        Progress progress = Objects.requireNonNull(need.progress(), "awaits confirmation, so dispatch was heard");
        int present = progress.round();
        if (round != null && round != present) {
            return Decision.unchanged(new Acted.OtherRound(present));
        }
        NeedState.Answer earlier = need.answer();
        if (earlier != null && earlier.round() == present) {
            return Decision.unchanged(new Acted.AlreadyAnswered(present));
        }
        if (by.equals(progress.resolvedBy())) {
            return Decision.unchanged(new Acted.ResolverMayNotConfirm());
        }
        Need answered = need.answered(new NeedState.Answer(present, outcome, by));
        NeedEvent happened = outcome == Outcome.SOLVED
                ? new NeedEvent.OutcomeConfirmed(by, present)
                : new NeedEvent.OutcomeDisputed(by, present, outcome);
        return NeedDesk.step(happened, answered);
    }
}
