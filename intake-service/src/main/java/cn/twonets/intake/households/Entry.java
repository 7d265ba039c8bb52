package cn.twonets.intake.households;

import cn.twonets.delivery.Cause;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.Scope;

/**
 * Who enters something into the register.
 *
 * @param id the household; for a new one made of the caller and the idempotency key
 * @param by the caller's post
 * @param scope what the caller may see
 * @param cause what it is part of
 */
public record Entry(HouseholdId id, PostId by, Scope scope, Cause cause) {}
