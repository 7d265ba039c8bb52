package cn.twonets.resource.referrals;

import cn.twonets.delivery.Decision;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which act each status allows. An offer can be accepted, declined, or delivered at once; what was accepted can be
 * delivered or given back (declined); everything else is refused.
 */
final class ReferralActs {
    private ReferralActs() {
    }

    /**
     * Decides one act.
     *
     * @param provider for whom the caller acts
     * @param attempt the referral that the caller means
     * @param now when; wakes the need at once if the next candidate must be asked
     * @param deliveryDueAt when accepted aid is due
     */
    static Decision<AidRecord, AidEvent, ActResult> decide(
            @Nullable AidRecord current,
            ProviderId provider,
            int attempt,
            ReferralAct act,
            Instant now,
            Instant deliveryDueAt) {
        AidState.Referral referral = current == null ? null : current.referral();
        if (current == null || referral == null || !current.providers().contains(provider)) {
            return Decision.unchanged(new ActResult.Unknown());
        }
        if (referral.attempt() != attempt || !referral.provider().equals(provider)) {
            return Decision.unchanged(new ActResult.NotCurrent());
        }
        if (!allows(referral.status(), act)) {
            return Decision.unchanged(new ActResult.NotAllowed(referral.status()));
        }
        Course course = new Course(current);
        switch (act) {
            case ReferralAct.Accept accept -> accept(course, referral, accept, deliveryDueAt);
            case ReferralAct.Decline decline -> decline(course, referral, decline, now);
            case ReferralAct.Deliver deliver -> deliver(course, referral, deliver);
        }
        return course.decision(new ActResult.Done(course.now()));
    }

    static boolean allows(ReferralStatus status, ReferralAct act) {
        return switch (status) {
            case OFFERED -> true;
            case ACCEPTED -> !(act instanceof ReferralAct.Accept);
            case WAITLISTED, DECLINED, DELIVERED, EXPIRED, CANCELLED -> false;
        };
    }

    private static void accept(
            Course course, AidState.Referral referral, ReferralAct.Accept act, Instant deliveryDueAt) {
        AidState.Referral accepted = new AidState.Referral(referral.ordinal(), referral.attempt(), referral.service(),
                referral.provider(), ReferralStatus.ACCEPTED, deliveryDueAt, null);
        course.happened(now -> now.with(accepted).wakingAt(now.wakeForMatching()),
                now -> new AidEvent.Accepted(accepted, act.by()));
    }

    private static void decline(Course course, AidState.Referral referral, ReferralAct.Decline act, Instant now) {
        boolean last = course.now().placement().remaining().isEmpty();
        AidState.Referral declined = ReferralRules.ended(referral, ReferralStatus.DECLINED, act.reason());
        course.happened(
                next -> ReferralRules.answeredIf(last, FinalAnswer.NONE_LEFT,
                        next.with(declined).with(next.holds().released())
                                .wakingAt(last ? next.wakeForMatching() : now)),
                next -> new AidEvent.Declined(declined, act.by(), act.reason(), last));
    }

    private static void deliver(Course course, AidState.Referral referral, ReferralAct.Deliver act) {
        AidState.Referral delivered = ReferralRules.ended(referral, ReferralStatus.DELIVERED, null);
        course.happened(
                next -> next.with(delivered)
                        .with(next.holds().confirmed())
                        .with(new AidState.Answer(referral.ordinal(), FinalAnswer.DELIVERED, referral.service()))
                        .wakingAt(next.wakeForMatching()),
                next -> new AidEvent.Delivered(delivered, act.by(), act.evidence()));
    }
}
