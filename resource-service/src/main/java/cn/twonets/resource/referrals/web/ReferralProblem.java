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

    private final Kind kind;

    ReferralProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/resource");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
