package cn.twonets.dispatch.grid.web;

import cn.twonets.api.problem.ProblemType;

/** What can stand in the way of an import or an appointment. */
enum GridProblem implements ProblemType {
    /** The file has errors; each is named. */
    IMPORT_REFUSED("grid-import-refused", 422),
    /** More than one import can take. */
    IMPORT_TOO_LARGE("grid-import-too-large", 413),
    /** Units would end, and nobody said that this is meant. */
    ENDINGS_NOT_CONFIRMED("grid-endings-not-confirmed", 409),
    /** Fields of the appointment cannot be accepted; each is named. */
    APPOINTMENT_REFUSED("appointment-refused", 422);

    private final Kind kind;

    GridProblem(String slug, int status) {
        this.kind = new Kind(slug, status, "messages/grid");
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
