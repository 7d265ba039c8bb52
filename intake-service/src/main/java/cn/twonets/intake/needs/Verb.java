package cn.twonets.intake.needs;

/** What the village can do with a need that it has reported. */
public enum Verb {
    /** Correct what was reported. */
    AMEND,
    /** Take it back. */
    WITHDRAW,
    /** Answer whether the resolution of this round helped. */
    CONFIRM
}
