package cn.twonets.simulation.checks;

import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState.Appointment;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridUnit;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says who is responsible, in the plainest way: walk up, take the first who is there. For a tree that does not change. */
public final class Oracle {
    private final Function<GridCode, GridUnit> units;
    private final GridCode top;

    public Oracle(Function<GridCode, GridUnit> units, GridCode top) {
        this.units = units;
        this.top = top;
    }

    /** Who is responsible from this unit upwards, at that level or a higher one. */
    public Responsible from(GridCode unit, GridLevel handlingLevel, Collection<Appointment> posts, Instant at) {
        for (GridCode step = unit; step != null; step = units.apply(step).parent()) {
            GridLevel level = units.apply(step).level();
            Appointment holder = level.compareTo(handlingLevel) > 0 ? null : holder(step, level, posts, at);
            if (holder != null) {
                return new Responsible(step, level, holder.post(), holder.capacity());
            }
        }
        return new Responsible(top, GridLevel.CITY, new PostId("city-desk:" + top), PostCapacity.ACTING);
    }

    /** Who is responsible one level above, or higher where nobody is there; above the top, the top. */
    public Responsible above(GridCode unit, Collection<Appointment> posts, Instant at) {
        GridCode parent = units.apply(unit).parent();
        return from(parent == null ? unit : parent, GridLevel.GROUP, posts, at);
    }

    private static @Nullable Appointment holder(GridCode unit, GridLevel level, Collection<Appointment> posts,
            Instant at) {
        for (PostCapacity capacity : List.of(PostCapacity.LEADER, PostCapacity.DEPUTY, PostCapacity.ACTING,
                PostCapacity.MEMBER)) {
            Appointment first = null;
            for (Appointment one : posts) {
                if (one.unit().equals(unit) && one.capacity() == capacity && isThere(one, at)
                        && (capacity != PostCapacity.MEMBER || level == GridLevel.GROUP)
                        && (first == null || isBefore(one, first))) {
                    first = one;
                }
            }
            if (first != null) {
                return first;
            }
        }
        return null;
    }

    private static boolean isThere(Appointment one, Instant at) {
        boolean onLeave = one.absences().stream().anyMatch(leave -> !at.isBefore(leave.from()) && at.isBefore(
                leave.to()));
        return !at.isBefore(one.validFrom()) && (one.validTo() == null || at.isBefore(one.validTo())) && !onLeave;
    }

    private static boolean isBefore(Appointment one, Appointment other) {
        int byDate = one.validFrom().compareTo(other.validFrom());
        return byDate < 0 || byDate == 0 && one.id().value().compareTo(other.id().value()) < 0;
    }
}
