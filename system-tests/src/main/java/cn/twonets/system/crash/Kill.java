package cn.twonets.system.crash;

import java.time.Duration;
import java.time.Instant;

/**
 * One kill, and how the product came back.
 *
 * @param process what was killed
 * @param at when the process was gone
 * @param begun how many lives had begun
 * @param unconsumed records that consumers had not committed to have dealt with, read just before
 * @param readBefore how long before the kill that was read
 * @param again whether it was killed once more while it was starting
 * @param ready how long until the process said again that it is ready
 */
public record Kill(String process, Instant at, long begun, long unconsumed, Duration readBefore, boolean again,
        Duration ready) {}
