package cn.twonets.dispatch.casework.web;

import cn.twonets.api.problem.ProblemType;

/** What can stand in the way of an act on a case. */
enum CaseProblem implements ProblemType {
    NOT_RESPONSIBLE("not-responsible", 403), ACT_NOT_ALLOWED("case-act-not-allowed", 409), RETURNED_BEFORE(
            "case-returned-before", 409), NOBODY_ABOVE("nobody-above-both", 409), AT_THE_TOP("case-at-the-top", 409);

    private final String slug;
    private final int status;

    CaseProblem(String slug, int status) {
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
        return "messages/casework";
    }
}
