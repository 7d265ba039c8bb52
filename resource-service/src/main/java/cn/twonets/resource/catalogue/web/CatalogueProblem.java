package cn.twonets.resource.catalogue.web;

import cn.twonets.api.problem.ProblemType;

/** Errors of the catalogue. */
enum CatalogueProblem implements ProblemType {
    /** A field of the aid service cannot be accepted. */
    INVALID("invalid-aid-service", 422),
    /** A field of the provider, or of whoever is to act for it, cannot be accepted. */
    INVALID_PROVIDER("invalid-provider", 422),
    /** The code of the provider belongs to one that was registered before. */
    PROVIDER_EXISTS("provider-exists", 409);

    private final Kind kind;

    CatalogueProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/resource");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
