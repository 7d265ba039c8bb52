package cn.twonets.intake.households.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of the register. */
enum HouseholdProblem implements ProblemType {
    /** Fields of the household cannot be accepted; each is named. */
    NOT_REGISTRABLE("household-not-acceptable", 422);

    private final Kind kind;

    HouseholdProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/intake");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
