package cn.twonets.reconciliation;

import cn.twonets.events.EventOrder;

/**
 * How a consumer stands to one state of its owner.
 *
 * @param how what it would make of that state
 * @param applied the order that it has last applied; {@link EventOrder#NONE} before the first
 */
public record Standing(How how, EventOrder applied) {
    /** What the consumer's handler would make of the state. */
    public enum How {
        /** Nothing: it has done all that the state asks for. */
        CURRENT,
        /** It would learn of the aggregate for the first time. */
        NEVER_HEARD,
        /** It would change something. */
        BEHIND,
        /** Nothing, since it has heard of a newer one. */
        AHEAD
    }
}
