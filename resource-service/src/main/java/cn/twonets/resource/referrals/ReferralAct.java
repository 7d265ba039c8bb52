package cn.twonets.resource.referrals;

import cn.twonets.events.PostId;

/** What a provider's post does about an offer. */
public sealed interface ReferralAct {
    /** Who acts. */
    PostId by();

    /** Takes it on. */
    record Accept(PostId by) implements ReferralAct {}

    /** Refuses with a coded reason. */
    record Decline(PostId by, String reason) implements ReferralAct {}

    /** Has given the aid; the evidence stays with the provider. */
    record Deliver(PostId by, String evidence) implements ReferralAct {}
}
