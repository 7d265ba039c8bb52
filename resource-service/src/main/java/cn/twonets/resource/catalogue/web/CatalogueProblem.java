package cn.twonets.resource.catalogue.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of the catalogue. */
enum CatalogueProblem implements ProblemType {
    /** A field of the aid service cannot be accepted. */
    INVALID("invalid-aid-service", 422);

    private final String slug;
    private final int status;

    CatalogueProblem(String slug, int status) {
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
        return "messages/resource";
    }
}
