package cn.twonets.resource.referrals;

import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the case wants, as last heard from dispatch.
 *
 * @param heard order of the newest case event applied
 * @param household whose need it is: who was shown facts is written down under it; null where the case was last heard
 *        before this was kept
 * @param unit the household's grid unit
 * @param ancestors that unit and everything above it, nearest first: who may read, and which areas serve it; empty
 *        while the grid here does not know the unit yet
 * @param kinds the kinds of aid asked for
 * @param content sequence at which the content last changed
 * @param open false once the case is closed
 * @param wish the last referral wish; null before the first
 * @param correlationId of the case event, carried on by what the product does later by itself
 * @param traceparent of the case event; null where none was
 */
public record Wanted(
        EventOrder heard,
        @Nullable HouseholdId household,
        GridCode unit,
        List<GridCode> ancestors,
        Set<AidKind> kinds,
        long content,
        boolean open,
        CaseState.@Nullable Wish wish,
        String correlationId,
        @Nullable String traceparent) {

    /** The same with the unit found in the grid. */
    Wanted at(List<GridCode> found) {
        return new Wanted(heard, household, unit, found, kinds, content, open, wish, correlationId, traceparent);
    }
}
