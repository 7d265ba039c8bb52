package cn.twonets.resource.referrals.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of matches and referrals. */
enum ReferralProblem implements ProblemType {
    /** The need has moved on to another offer, or to none. */
    NOT_CURRENT("referral-not-current", 409),
    /** The referral's status does not allow the act. */
    NOT_ALLOWED("referral-act-not-allowed", 409),
    /** A field of the act cannot be accepted. */
    INVALID("invalid-referral-act", 422);

    private final String slug;
    private final int status;

    ReferralProblem(String slug, int status) {
        this.slug = slug;
        this.status = status;
    }

    @Override
    public String slug() {
        return slug;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String bundle() {
        return "messages/resource";
    }
}
