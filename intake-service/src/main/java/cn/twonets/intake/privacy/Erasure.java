package cn.twonets.intake.privacy;

import cn.twonets.events.PostId;
import java.time.Instant;

/**
 * That a household was erased: what remains of it by name.
 *
 * @param at when its key was destroyed
 * @param by who asked for it
 * @param reason why, as a stable word
 */
public record Erasure(Instant at, PostId by, String reason) {}
