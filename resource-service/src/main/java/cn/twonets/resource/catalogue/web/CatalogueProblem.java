package cn.twonets.resource.catalogue.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of the catalogue. */
enum CatalogueProblem implements ProblemType {
    /** A field of the aid service cannot be accepted. */
    INVALID("invalid-aid-service", 422);

    private final Kind kind;

    CatalogueProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/resource");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
