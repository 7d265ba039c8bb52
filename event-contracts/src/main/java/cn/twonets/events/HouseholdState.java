package cn.twonets.events;

import org.jspecify.annotations.Nullable;

/**
 * Where a household belongs and who helps it: nothing personal.
 *
 * @param order order of the event that carries this state
 * @param id the household
 * @param unit the group (or village) that it belongs to
 * @param helper the post of its named helper (帮扶责任人); null where there is none
 */
public record HouseholdState(EventOrder order, HouseholdId id, GridCode unit, @Nullable PostId helper)
        implements
            PublicState {

    @Override
    public String aggregate() {
        return id.value();
    }

    @Override
    public GridCode grid() {
        return unit;
    }
}
