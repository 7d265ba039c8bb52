package cn.twonets.events;

/** The one final answer that the resource side gives to every numbered wish. */
public enum FinalAnswer {
    /** The aid was given. */
    DELIVERED,
    /** Every candidate declined, expired or had no capacity. */
    NONE_LEFT,
    /** The wish was taken back before delivery. */
    CANCELLED
}
