package cn.twonets.dispatch.casework;

import cn.twonets.events.CaseStatus;
import org.jspecify.annotations.Nullable;

/** What became of a {@link CaseAct}: an expected "no" is an answer, not an exception. */
public sealed interface ActAnswer {
    /**
     * It was done, now or by an earlier call with the same key.
     *
     * @param after the case afterwards; for an earlier call, as it is by now
     * @param repeated whether it was done by an earlier call
     */
    record Done(AidCase after, boolean repeated) implements ActAnswer {}

    /**
     * It was not done, and nothing was changed.
     *
     * @param why why not
     * @param status where the case stands; null where the caller may not know
     */
    record Refused(Why why, @Nullable CaseStatus status) implements ActAnswer {}

    /** Why an act is refused. */
    enum Why {
        /** There is no such case, or none within the caller's scope. */
        UNKNOWN_CASE,
        /** The caller neither is the responsible post nor holds its unit or one above it. */
        NOT_RESPONSIBLE,
        /** The status does not allow the act. */
        NOT_ALLOWED_NOW,
        /** A case is returned once in its life. */
        RETURNED_BEFORE,
        /** No leader stands above both the responsible unit and the proposed one. */
        NOBODY_ABOVE,
        /** The caller sent the case back, so somebody else must settle where it goes. */
        ASKED_FOR_IT,
        /** There is no level above the city. */
        AT_THE_TOP,
        /** The unit named does not exist, or not where it would have to. */
        UNKNOWN_UNIT,
        /** The review date is not in the future. */
        REVIEW_NOT_AHEAD,
        /** The review date is further away than a plan may last. */
        REVIEW_TOO_FAR,
        /** The key was used before with another body. */
        KEY_REUSED,
        /** The case has changed since the caller saw it. */
        STALE
    }
}
