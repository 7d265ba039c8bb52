package cn.twonets.dispatch.grid;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of units.
 *
 * @param line where it stands, the header being line 1
 * @param code its code
 * @param name its name
 * @param level its level
 * @param parent the unit above; null at the top
 * @param validTo when it ended; null while it exists or where that is not said
 * @param replacedBy what took its place; a unit that names any has ended
 */
public record UnitRow(
        long line,
        GridCode code,
        String name,
        GridLevel level,
        @Nullable GridCode parent,
        @Nullable Instant validTo,
        List<GridCode> replacedBy) {
    public UnitRow {
        replacedBy = List.copyOf(replacedBy);
    }

    /** Whether the file says that it no longer exists, now or at a stated time. */
    boolean ends() {
        return validTo != null || !replacedBy.isEmpty();
    }
}
