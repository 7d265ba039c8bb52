package cn.twonets.grid;

import cn.twonets.events.GridCode;
import java.util.List;
import java.util.Optional;

/**
 * Asks dispatch about a unit that this service's tree does not know (yet): the tree travels by topic, so somebody may
 * name a unit before it has arrived here.
 */
@FunctionalInterface
public interface UnitLookup {
    /**
     * @return the unit as dispatch knows it; empty if dispatch does not know it either, and only then may it be refused
     * @throws RuntimeException if dispatch cannot be asked now; the caller is to try again later, nothing is refused
     */
    Optional<Known> ask(GridCode code);

    /**
     * A unit and its way up.
     *
     * @param unit the unit
     * @param pathUp itself first, the city last
     */
    record Known(GridUnit unit, List<GridCode> pathUp) {
        public Known {
            pathUp = List.copyOf(pathUp);
        }
    }
}
