package cn.twonets.dispatch.casework;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Who a caller is in the grid, by the appointments of the moment.
 *
 * @param post the caller's post
 * @param sees the units whose cases it may know of, with everything below them
 * @param leads the units that it leads, as leader, deputy or acting
 * @param holds the units that it holds: those that it leads, and groups of which it is a member
 */
public record Standing(PostId post, Set<GridCode> sees, Set<GridCode> leads, Set<GridCode> holds) {
    public Standing {
        sees = Set.copyOf(sees);
        leads = Set.copyOf(leads);
        holds = Set.copyOf(holds);
    }

    /** Looks up what a post sees, leads and holds. Leave takes nothing away: whoever is there may always act. */
    public static Standing of(PostId post, GridDirectory grid, Instant at) {
        GridTree tree = grid.tree();
        Set<GridCode> sees = grid.scopeOf(post, at).units();
        Set<GridCode> leads = new HashSet<>();
        Set<GridCode> holds = new HashSet<>();
        Set<GridCode> appointed = new HashSet<>();
        for (GridCode unit : sees) {
            for (GridState.Appointment one : grid.appointmentsAt(unit)) {
                if (one.post().equals(post) && lasts(one, at)) {
                    appointed.add(unit);
                    if (one.capacity() != PostCapacity.MEMBER) {
                        leads.add(unit);
                        holds.add(unit);
                    } else if (tree.unit(unit).map(known -> known.level() == GridLevel.GROUP).orElse(false)) {
                        holds.add(unit);
                    }
                }
            }
        }
        for (GridCode unit : sees) {
            if (!appointed.contains(unit)) {
                takeOver(unit, tree, at, leads, holds);
            }
        }
        return new Standing(post, sees, leads, holds);
    }

    /** A unit seen without an appointment: an ended one that stands within a unit led now, or the city of its desk. */
    private static void takeOver(GridCode unit, GridTree tree, Instant at, Set<GridCode> leads, Set<GridCode> holds) {
        boolean ended = tree.unit(unit).map(known -> known.hasEnded(at)).orElse(false);
        boolean led = !ended || tree.standingFor(unit, at)
                .map(stands -> tree.pathUp(stands.code()).stream().anyMatch(leads::contains))
                .orElse(false);
        if (led) {
            leads.add(unit);
            holds.add(unit);
        }
    }

    private static boolean lasts(GridState.Appointment one, Instant at) {
        return !at.isBefore(one.validFrom()) && (one.validTo() == null || at.isBefore(one.validTo()));
    }

    /**
     * Whether it may act for a responsible post: it is that post, holds its unit, or leads a unit above it.
     *
     * @param tree the grid in use
     * @param responsible the unit of the responsible post
     */
    public boolean mayActFor(GridTree tree, GridCode responsible, PostId responsiblePost) {
        return post.equals(responsiblePost)
                || holds.contains(responsible)
                || tree.pathUp(responsible).stream().anyMatch(leads::contains);
    }
}
