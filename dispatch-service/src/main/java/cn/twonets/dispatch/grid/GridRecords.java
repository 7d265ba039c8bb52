package cn.twonets.dispatch.grid;

import cn.twonets.delivery.Aggregates;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import java.util.List;

/** Everything that dispatch knows of the grid, as it is kept: what is written here travels to all services by itself. */
public interface GridRecords {
    /** Units by {@code <version>/<code>}. */
    Aggregates<GridState.Unit, GridEvent> units();

    /** The one activation. */
    Aggregates<GridState.Activation, GridEvent> tree();

    /** Appointments by id. */
    Aggregates<GridState.Appointment, GridEvent> appointments();

    /** The units of one version of the tree. */
    List<GridState.Unit> unitsOf(long version);

    /** All appointments that were ever made. */
    List<GridState.Appointment> allAppointments();

    /**
     * Takes the units of all older versions off the topic, waits until that is done, and only then deletes them.
     * Repeating it is harmless.
     *
     * @throws cn.twonets.delivery.PublishingFailedException if the broker cannot be had
     */
    void removeUnitsBefore(long version);
}
