package cn.twonets.intake.needs;

import cn.twonets.events.CaseStatus;
import org.jspecify.annotations.Nullable;

/** Where a need stands, as the village is shown it: the case's status, or what comes before and beside it. */
public enum NeedStatus {
    /** Accepted; dispatch has not yet been heard. */
    SUBMITTED,
    /** Taken back; dispatch has not yet ended the case. */
    WITHDRAWN,
    /** See {@link CaseStatus#ASSIGNED}. */
    ASSIGNED,
    /** See {@link CaseStatus#ACKNOWLEDGED}. */
    ACKNOWLEDGED,
    /** See {@link CaseStatus#RETURNED}. */
    RETURNED,
    /** See {@link CaseStatus#REFERRED}. */
    REFERRED,
    /** See {@link CaseStatus#CANCELLING}. */
    CANCELLING,
    /** See {@link CaseStatus#PLANNED}. */
    PLANNED,
    /** See {@link CaseStatus#AWAITING_CONFIRMATION}. */
    AWAITING_CONFIRMATION,
    /** See {@link CaseStatus#CLOSED}. */
    CLOSED;

    /**
     * The status of a need. A need taken back too late, when the aid had been given already, awaits confirmation like any
     * other: what was delivered overrides the withdrawal, and only the village's answer can end it.
     */
    static NeedStatus of(boolean withdrawn, @Nullable Progress progress) {
        CaseStatus status = progress == null ? null : progress.status();
        if (status == CaseStatus.CLOSED) {
            return CLOSED;
        }
        if (withdrawn && status != CaseStatus.AWAITING_CONFIRMATION) {
            return WITHDRAWN;
        }
        return status == null ? SUBMITTED : valueOf(status.name());
    }

    /** Whether the village may do that now; the table of {@code docs/states.md}. */
    public boolean allows(Verb verb) {
        return switch (verb) {
            case AMEND, WITHDRAW -> this != WITHDRAWN && this != CLOSED;
            case CONFIRM -> this == AWAITING_CONFIRMATION;
        };
    }
}
