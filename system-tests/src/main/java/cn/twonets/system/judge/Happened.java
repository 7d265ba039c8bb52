package cn.twonets.system.judge;

/**
 * An event as a store keeps it in an aggregate's history.
 *
 * @param epoch epoch of the event
 * @param sequence counts the aggregate's events
 * @param type the {@code ce_type}
 * @param act the correlation id of the act that it is; empty where it may have happened without one
 */
public record Happened(int epoch, long sequence, String type, String act) {}
