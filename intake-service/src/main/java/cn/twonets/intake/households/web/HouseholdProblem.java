package cn.twonets.intake.households.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of the register. */
enum HouseholdProblem implements ProblemType {
    /** Fields of the household cannot be accepted; each is named. */
    NOT_REGISTRABLE("household-not-acceptable", 422);

    private final String slug;
    private final int status;

    HouseholdProblem(String slug, int status) {
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
        return "messages/intake";
    }
}
