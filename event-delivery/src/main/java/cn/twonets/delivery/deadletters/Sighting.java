package cn.twonets.delivery.deadletters;

import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Shown;
import java.time.Instant;

/**
 * One record of a dead letter topic, without any private value of it.
 *
 * @param source where the record was that could not be read
 * @param consumer who could not read it
 * @param cause why
 * @param at when it was put aside
 * @param letter offset in the dead letter topic
 * @param shown what may be shown of it
 */
public record Sighting(SourceId source, String consumer, Cause cause, Instant at, long letter, Shown shown) {}
