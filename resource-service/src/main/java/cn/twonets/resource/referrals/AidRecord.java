package cn.twonets.resource.referrals;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that the aid side does about one need. Its life: the case is heard of → matched or unmatched (or awaiting facts) →
 * for each wish: offered to one candidate after the other, or queued, until exactly one final answer is given.
 *
 * @param order order of the last event
 * @param need the need
 * @param wanted what the case wants; null when only a reservation was voided so far
 * @param fit what was found to fit
 * @param placement how far the present wish has come
 * @param referral the referral on its way, or the last one; null before the first
 * @param referralSequence sequence at which it last changed
 * @param answer the final answer to the last answered wish; null before the first
 * @param answerSequence sequence at which it last changed
 * @param holds what is known about reservations
 * @param earlier referrals before the present one, oldest first, at most {@value #MOST_EARLIER}
 * @param providers everyone who was ever asked: they may read it
 * @param desk whose inbox it lies in; null unless a provider has to act
 * @param queuedFor aid services whose returning capacity is waited for
 * @param wakeAt when to look again; null if never
 */
public record AidRecord(
        EventOrder order,
        NeedId need,
        @Nullable Wanted wanted,
        Fit fit,
        Placement placement,
        AidState.@Nullable Referral referral,
        long referralSequence,
        AidState.@Nullable Answer answer,
        long answerSequence,
        Holds holds,
        List<AidState.Referral> earlier,
        Set<ProviderId> providers,
        @Nullable ProviderId desk,
        List<AidServiceId> queuedFor,
        @Nullable Instant wakeAt) {
    /** So many earlier referrals are kept at hand; the timeline has them all. */
    public static final int MOST_EARLIER = 20;

    /** A need of which nothing is known yet. */
    public static AidRecord unheard(NeedId need) {
        return new AidRecord(EventOrder.NONE, need, null, Fit.NONE, Placement.NONE, null, 0, null, 0, Holds.NONE,
                List.of(), Set.of(), null, List.of(), null);
    }

    /** What the others may know. Only for a need whose case has been heard of. */
    public AidState published() {
        if (wanted == null) {
            throw new IllegalStateException("nothing is known about the case of " + need);
        }
        return new AidState(order, need, wanted.unit(), fit.publicCandidates(), fit.publicMissing(),
                fit.awaitingFacts(),
                fit.sequence(), referral, referralSequence, answer, answerSequence);
    }

    /** The last wish that has its final answer; 0 if none has. */
    public int answered() {
        return answer == null ? 0 : answer.ordinal();
    }

    AidRecord at(EventOrder next) {
        return new AidRecord(next, need, wanted, fit, placement, referral, referralSequence, answer, answerSequence,
                holds, earlier, providers, desk, queuedFor, wakeAt);
    }

    AidRecord with(Wanted heard) {
        return new AidRecord(order, need, heard, fit, placement, referral, referralSequence, answer, answerSequence,
                holds, earlier, providers, desk, queuedFor, wakeAt);
    }

    AidRecord with(Fit found) {
        return new AidRecord(order, need, wanted, found, placement, referral, referralSequence, answer, answerSequence,
                holds, earlier, providers, desk, queuedFor, wakeAt);
    }

    AidRecord with(Placement progress) {
        List<AidServiceId> queue = progress.queuedSince() == null ? List.of() : progress.remaining();
        return new AidRecord(order, need, wanted, fit, progress, referral, referralSequence, answer, answerSequence,
                holds, earlier, providers, desk, queue, wakeAt);
    }

    AidRecord with(Holds changed) {
        return new AidRecord(order, need, wanted, fit, placement, referral, referralSequence, answer, answerSequence,
                changed, earlier, providers, desk, queuedFor, wakeAt);
    }

    /** The referral as it is from this event on. */
    AidRecord with(AidState.Referral now) {
        List<AidState.Referral> before = new ArrayList<>(earlier);
        if (referral != null && referral.attempt() != now.attempt()) {
            before.add(referral);
        }
        Set<ProviderId> asked = new TreeSet<>(providers);
        boolean toAct = now.status() == ReferralStatus.OFFERED || now.status() == ReferralStatus.ACCEPTED;
        if (toAct) {
            asked.add(now.provider());
        }
        return new AidRecord(order, need, wanted, fit, placement, now, order.sequence(), answer, answerSequence, holds,
                before.size() > MOST_EARLIER ? List.copyOf(before.subList(1, before.size())) : List.copyOf(before),
                Set.copyOf(asked), toAct ? now.provider() : null, queuedFor, wakeAt);
    }

    /** The final answer, given with this event. */
    AidRecord with(AidState.Answer given) {
        if (given.ordinal() <= answered()) {
            throw new IllegalStateException("wish " + given.ordinal() + " of " + need + " is answered already");
        }
        return new AidRecord(order, need, wanted, fit, placement, referral, referralSequence, given, order.sequence(),
                holds, earlier, providers, desk, List.of(), wakeAt);
    }

    /** When matching is tried again, if it waits for facts; an act of a provider does not disturb it. */
    @Nullable
    Instant wakeForMatching() {
        return ReferralRules.isToBeMatched(this) ? wakeAt : null;
    }

    AidRecord wakingAt(@Nullable Instant when) {
        return new AidRecord(order, need, wanted, fit, placement, referral, referralSequence, answer, answerSequence,
                holds, earlier, providers, desk, queuedFor, when);
    }
}
