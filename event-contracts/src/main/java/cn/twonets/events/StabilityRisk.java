package cn.twonets.events;

/** Risk of petition or unrest (信访风险), graded apart from the urgency of the need, each grade with its own reporting duty. */
public enum StabilityRisk {
    /** Watch. */
    ORDINARY,
    /** Report at regular times. */
    MAJOR,
    /** Report the same day. */
    URGENT
}
