package cn.twonets.dispatch.deadlines;

import java.time.Instant;

/**
 * Something that the clock must look at.
 *
 * @param id what
 * @param at since when
 */
public record Alarm(String id, Instant at) {}
