package cn.twonets.events;

/** Where a case stands. The joint table in {@code docs/states.md} says which verbs each status allows. */
public enum CaseStatus {
    /** A responsible post holder is named and the clock runs. */
    ASSIGNED,
    /** The responsible post holder has signed for it. */
    ACKNOWLEDGED,
    /** Sent back with a coded reason; the next leader above both decides where it goes. */
    RETURNED,
    /** A referral is wanted; the resource side says how it stands. */
    REFERRED,
    /** The referral is no longer wanted; the case waits for the final answer and then does what comes next. */
    CANCELLING,
    /** Put on a plan with a review date. */
    PLANNED,
    /** Resolved; the village asks the household whether it helped. */
    AWAITING_CONFIRMATION,
    /** Ended, with a reason. */
    CLOSED
}
