package cn.twonets.audit;

import java.time.Instant;

/**
 * A claim that was put out of reach of whoever can write where the entries are.
 *
 * @param claim what is claimed
 * @param by the chain whose writer says so: the same one, or one that began later and found this one as it was left
 * @param at when, in real time
 */
public record Anchor(Claim claim, ChainId by, Instant at) {}
