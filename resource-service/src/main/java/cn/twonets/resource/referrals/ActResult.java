package cn.twonets.resource.referrals;

import cn.twonets.events.ReferralStatus;

/** What became of an act. */
public sealed interface ActResult {
    /** Done. */
    record Done(AidRecord record) implements ActResult {}

    /** No such referral for this provider. */
    record Unknown() implements ActResult {}

    /** The need has moved on: it is another referral now, or none. */
    record NotCurrent() implements ActResult {}

    /** The referral's status does not allow it. */
    record NotAllowed(ReferralStatus status) implements ActResult {}

    /** The caller saw an older state. */
    record Stale(long sequence) implements ActResult {}

    /** The idempotency key was used for something else. */
    record KeyReused() implements ActResult {}
}
