package cn.twonets.events;

/** What happened to the grid; {@link GridState} follows it. */
public sealed interface GridEvent extends Happening {
    /**
     * A unit was created, renamed, moved or ended.
     *
     * @param reason coded reason, such as import
     */
    record UnitChanged(String reason) implements GridEvent {}

    /**
     * A version of the tree became the one to use.
     *
     * @param by the post that imported it
     */
    record TreeActivated(PostId by) implements GridEvent {}

    /**
     * Somebody was appointed, left, or went on leave.
     *
     * @param by the post that changed it
     * @param reason coded reason, such as import
     */
    record AppointmentChanged(PostId by, String reason) implements GridEvent {}
}
