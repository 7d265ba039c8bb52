package cn.twonets.events;

/** How soon a need must be helped, as the village judges it; limited by the category. */
public enum Urgency {
    /** Within the category deadline. */
    ORDINARY,
    /** Shorter step deadlines. */
    MAJOR,
    /** The green channel: help first, paperwork after, where the category allows it. */
    URGENT
}
