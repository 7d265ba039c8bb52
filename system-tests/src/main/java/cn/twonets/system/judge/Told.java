package cn.twonets.system.judge;

/**
 * An event as it was found on a topic.
 *
 * @param epoch epoch of the event
 * @param sequence counts the aggregate's events
 * @param type the {@code ce_type}
 * @param at when it happened, in milliseconds
 * @param digest of the record's value: a repeat must say the same
 * @param status the carried state's status; for aid that of the referral; empty where there is none
 * @param unit the responsible unit; empty where there is none
 * @param post the responsible post; empty where there is none
 * @param dueAt when the step is due, in milliseconds; 0 where no clock runs
 * @param round the round of the case; 0 where there is none
 * @param reason the coded reason of what happened; empty where there is none
 */
public record Told(int epoch, long sequence, String type, long at, long digest, String status, String unit, String post,
        long dueAt, int round, String reason) {}
