package cn.twonets.system.judge;

/**
 * An event as a store keeps it in an aggregate's history.
 *
 * @param epoch epoch of the event
 * @param sequence counts the aggregate's events
 * @param type the {@code ce_type}
 */
public record Happened(int epoch, long sequence, String type) {}
