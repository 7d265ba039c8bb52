package cn.twonets.intake.households.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of the register. */
public enum HouseholdProblem implements ProblemType {
    /** Fields of the household cannot be accepted; each is named. */
    NOT_REGISTRABLE("household-not-acceptable", 422),
    /** It cannot be erased while the grid works for it. */
    NEEDS_OPEN("household-has-open-needs", 409),
    /** Nothing is shown unmasked for that; the fields at fault are named. */
    NOT_DISCLOSABLE("disclosure-not-acceptable", 422);

    private final Kind kind;

    HouseholdProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/intake");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
