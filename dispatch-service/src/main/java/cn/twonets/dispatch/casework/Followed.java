package cn.twonets.dispatch.casework;

/** What became of something that reached a case from outside or by the clock. Each is counted; none is an error. */
public enum Followed {
    /** A new case, on the post that the grid names. */
    ASSIGNED,
    /** A new case, on the city desk: the grid names nobody. */
    UNROUTABLE,
    /** A referral was wanted at once. */
    REFERRED_AT_ONCE,
    /** The case took over what the village corrected. */
    AMENDED,
    /** Closed, since the village took the need back. */
    WITHDRAWN,
    /** The wish was taken back; the withdrawal waits for its answer. */
    CANCELLING,
    /** Closed, since the village says that it helped. */
    CONFIRMED,
    /** Reopened one level higher. */
    REOPENED,
    /** The aid side has taken up the wish. */
    TAKEN_UP,
    /** Delivered: the village is asked. */
    DELIVERED,
    /** The referral ended without delivery; the responsible post decides again. */
    HANDED_BACK,
    /** The wish is gone, and what came next was done. */
    NEXT_DONE,
    /** Gone up one level. */
    ESCALATED,
    /** Overdue, but there is no level above. */
    OVERDUE_AT_TOP,
    /** The responsible post was reminded. */
    REMINDED,
    /** A planned case came back. */
    REVIEWED,
    /** A wish was stated again. */
    RESTATED,
    /** An older event than the one last applied, or the same. */
    NOT_NEWER,
    /** Newer, but it changes nothing here. */
    NOTHING_TO_DO,
    /** The case has ended. */
    TOO_LATE,
    /** The village answered for a round that is not awaited. */
    ROUND_NOT_AWAITED,
    /** The aid side answered a wish that is not live. */
    WISH_NOT_LIVE,
    /** There is no such case here. */
    UNKNOWN_CASE
}
