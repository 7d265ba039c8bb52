package cn.twonets.dispatch.grid.web;

import cn.twonets.api.problem.ProblemType;

/** What can stand in the way of an import or an appointment. */
enum GridProblem implements ProblemType {
    IMPORT_REFUSED("grid-import-refused", 422), IMPORT_TOO_LARGE("grid-import-too-large", 413), ENDINGS_NOT_CONFIRMED(
            "grid-endings-not-confirmed", 409), APPOINTMENT_REFUSED("appointment-refused", 422);

    private final String slug;
    private final int status;

    GridProblem(String slug, int status) {
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
        return "messages/grid";
    }
}
