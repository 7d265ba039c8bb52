package cn.twonets.intake.needs.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of needs. */
enum NeedProblem implements ProblemType {
    /** Fields of the need cannot be accepted; each is named. */
    NOT_ACCEPTABLE("need-not-acceptable", 422),
    /** The need's status does not allow that. */
    NOT_ALLOWED("act-not-allowed", 409),
    /** The answer names a round that is not the present one. */
    OTHER_ROUND("round-not-current", 409),
    /** The round was answered already. */
    ALREADY_ANSWERED("round-already-answered", 409),
    /** Who resolved the round may not confirm it. */
    RESOLVER_MAY_NOT_CONFIRM("resolver-may-not-confirm", 403);

    private final Kind kind;

    NeedProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/intake");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
