package cn.twonets.events;

/** Why a case is closed. */
public enum CloseReason {
    /** The village confirmed that it helped. */
    CONFIRMED,
    /** The village took the need back. */
    WITHDRAWN,
    /** No aid could be found or given; the leader said why. */
    UNMET
}
