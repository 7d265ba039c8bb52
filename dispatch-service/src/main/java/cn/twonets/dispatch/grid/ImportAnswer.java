package cn.twonets.dispatch.grid;

/**
 * What became of an import.
 *
 * @param plan what it changes, or would change
 * @param number its number; 0 where nothing was decided
 * @param version the version of the tree in use afterwards; 0 if there is none
 * @param result what became of it
 */
public record ImportAnswer(ImportPlan plan, long number, long version, Result result) {
    /** What became of it. */
    public enum Result {
        /** Nothing was asked to be written. */
        PREVIEWED,
        /** Everything is so already: nothing was written. */
        UNCHANGED,
        /** Something is wrong, so nothing was written. */
        REFUSED,
        /** So many units would end that the caller must name their number. Nothing was written. */
        ENDING_UNCONFIRMED,
        /** Stored, in use here, and on its way to all services. */
        APPLIED,
        /** Stored and in use here; it will reach the other services when the broker can be had. */
        APPLIED_UNPUBLISHED
    }
}
