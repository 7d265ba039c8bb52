package cn.twonets.grid;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One unit of the grid: a city, town, area, village or group.
 *
 * @param code its code
 * @param name its name in Chinese
 * @param level its level
 * @param parent the unit above; null at the top
 * @param validFrom since when it exists; told to readers, never used to hide it: clocks differ between services
 * @param validTo end, exclusive; null while it exists
 * @param replacedBy the units that took its place after a merge or split
 */
public record GridUnit(
        GridCode code,
        String name,
        GridLevel level,
        @Nullable GridCode parent,
        Instant validFrom,
        @Nullable Instant validTo,
        List<GridCode> replacedBy) {

    public GridUnit {
        replacedBy = List.copyOf(replacedBy);
    }

    /** The unit as the grid topic carries it, without its version. */
    public static GridUnit of(GridState.Unit unit) {
        return new GridUnit(unit.code(), unit.name(), unit.level(), unit.parent(), unit.validFrom(), unit.validTo(),
                unit.replacedBy());
    }

    /** Whether it has ended by then. Ended units stay in the tree, so that what names them still finds its way. */
    public boolean hasEnded(Instant at) {
        return validTo != null && !at.isBefore(validTo);
    }
}
