package cn.twonets.events;

/** What the village answers after asking the household. */
public enum Outcome {
    /** It helped. */
    SOLVED,
    /** It helped in part; counts as not solved. */
    PARTLY,
    /** It did not help. */
    NOT_SOLVED
}
