package cn.twonets.deadletters.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of acting on dead letters. */
enum DeadLetterProblem implements ProblemType {
    /** Somebody has replayed or discarded it already. */
    SETTLED("dead-letter-settled", 409),
    /** The owner of what the record is about cannot be asked now; nothing was done. */
    OWNER_AWAY("dead-letter-owner-away", 503);

    private final String slug;
    private final int status;

    DeadLetterProblem(String slug, int status) {
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
        return "messages/dead_letters";
    }
}
