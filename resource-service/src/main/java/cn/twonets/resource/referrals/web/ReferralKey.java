package cn.twonets.resource.referrals.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.NeedId;

/**
 * The outside name of a referral, {@code <need>.<attempt>}, so that a late click on an old offer is noticed.
 *
 * @param need the need
 * @param attempt from 1
 */
record ReferralKey(NeedId need, int attempt) {
    /** @throws Refusal 404 if it cannot name anything */
    static ReferralKey parse(String text) {
        int dot = text.lastIndexOf('.');
        try {
            int attempt = dot < 0 ? 0 : Integer.parseInt(text.substring(dot + 1));
            if (attempt > 0) {
                return new ReferralKey(new NeedId(text.substring(0, dot)), attempt);
            }
        } catch (IllegalArgumentException none) {
            throw Refusal.notFound();
        }
        throw Refusal.notFound();
    }

    /** The need of a name that may leave the attempt out. */
    static NeedId need(String text) {
        int dot = text.lastIndexOf('.');
        try {
            return dot < 0 ? new NeedId(text) : parse(text).need();
        } catch (IllegalArgumentException none) {
            throw Refusal.notFound();
        }
    }

    @Override
    public String toString() {
        return need + "." + attempt;
    }
}
