package cn.twonets.resource.referrals;

import cn.twonets.events.GridCode;
import java.util.List;

/** The way up the grid. */
@FunctionalInterface
public interface Ancestors {
    /** The unit and everything above it, nearest first; empty if the grid does not know it yet. */
    List<GridCode> pathUp(GridCode unit);
}
