package cn.twonets.intake.households;

import cn.twonets.events.GridCode;
import cn.twonets.events.PostId;
import org.jspecify.annotations.Nullable;

/**
 * What people enter about a household.
 *
 * @param unit the group or village that it belongs to
 * @param helper the post of its named helper; null where there is none
 * @param personal who it is
 * @param facts what was declared about it
 */
public record Contents(GridCode unit, @Nullable PostId helper, Personal personal, Facts facts) {}
