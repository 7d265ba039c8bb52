package cn.twonets.events;

/** The whole public state of an aggregate after an event: codes and times only, under 1 KB as JSON. */
public sealed interface PublicState
        permits NeedState, CaseState, AidState, GridState, AidServiceState, HouseholdState {
    /** The order of the event that carries this state. */
    EventOrder order();

    /** The aggregate's id, and the key of its records. */
    String aggregate();

    /** The grid unit that the event is about, as it stands in {@code ce_gridcode}; null where there is none. */
    @org.jspecify.annotations.Nullable
    GridCode grid();
}
