package cn.twonets.deadletters.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of acting on dead letters. */
enum DeadLetterProblem implements ProblemType {
    /** Somebody has replayed or discarded it already. */
    SETTLED("dead-letter-settled", 409),
    /** The owner of what the record is about cannot be asked now; nothing was done. */
    OWNER_AWAY("dead-letter-owner-away", 503);

    private final Kind kind;

    DeadLetterProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/dead_letters");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
