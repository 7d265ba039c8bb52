package cn.twonets.grid;

import cn.twonets.events.GridCode;
import cn.twonets.events.PostId;
import java.util.Set;

/**
 * What a post may see: its units and everything below them.
 *
 * @param post the post
 * @param units its units by appointment, and the ended units whose place units within them took; empty means that
 *        nothing exists for it. For queries: a record is in scope when one of its ancestors is among these
 */
public record Scope(PostId post, Set<GridCode> units) {
    public Scope {
        units = Set.copyOf(units);
    }

    /** Whether the unit lies within this scope; false for an unknown unit. */
    public boolean covers(GridTree tree, GridCode unit) {
        return tree.pathUp(unit).stream().anyMatch(units::contains);
    }
}
