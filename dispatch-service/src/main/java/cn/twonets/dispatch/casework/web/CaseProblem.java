package cn.twonets.dispatch.casework.web;

import cn.twonets.api.problem.ProblemType;

/** What can stand in the way of an act on a case. */
enum CaseProblem implements ProblemType {
    /** The caller sees the case, but others must act on it. */
    NOT_RESPONSIBLE("not-responsible", 403),
    /** The case's status does not allow the act; the detail names those that it allows. */
    ACT_NOT_ALLOWED("case-act-not-allowed", 409),
    /** A case can be returned once. */
    RETURNED_BEFORE("case-returned-before", 409),
    /** A return has no arbiter. */
    NOBODY_ABOVE("nobody-above-both", 409),
    /** The caller returned the case and so may not settle where it goes. */
    ASKED_FOR_IT("own-return", 403),
    /** The case cannot go higher. */
    AT_THE_TOP("case-at-the-top", 409);

    private final Kind kind;

    CaseProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/casework");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
