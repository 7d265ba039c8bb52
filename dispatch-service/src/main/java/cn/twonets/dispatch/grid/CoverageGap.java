package cn.twonets.dispatch.grid;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A unit that lacks somebody. Nothing may be left uncovered, so whoever looks after the grid gets a list.
 *
 * @param unit the unit
 * @param name its name
 * @param level its level
 * @param kind what is lacking
 */
public record CoverageGap(GridCode unit, String name, GridLevel level, Kind kind) {
    /** What is lacking, the worst first. */
    public enum Kind {
        /** Nobody holds the unit: its needs go to the level above. */
        NOBODY,
        /** Somebody holds it, and everybody who does is on leave. */
        ALL_ON_LEAVE,
        /** Only somebody acting holds it. */
        ONLY_ACTING,
        /** A deputy or somebody acting holds it, but the leader's post is empty. */
        NO_LEADER
    }

    /** The gaps within a scope at that time, in the order of codes. */
    public static List<CoverageGap> within(GridDirectory directory, Scope scope, Instant at) {
        GridTree tree = directory.tree();
        return tree.units()
                .stream()
                .filter(unit -> !unit.hasEnded(at) && scope.covers(tree, unit.code()))
                .flatMap(unit -> gap(unit, directory.appointmentsAt(unit.code()), at).stream())
                .toList();
    }

    private static Optional<CoverageGap> gap(GridUnit unit, List<GridState.Appointment> appointments, Instant at) {
        List<GridState.Appointment> holders = appointments.stream()
                .filter(one -> one.capacity() != PostCapacity.MEMBER || unit.level() == GridLevel.GROUP)
                .filter(one -> !at.isBefore(one.validFrom()) && (one.validTo() == null || at.isBefore(one.validTo())))
                .toList();
        List<PostCapacity> present = holders.stream()
                .filter(one -> one.isPresent(at))
                .map(GridState.Appointment::capacity)
                .toList();
        Kind kind = null;
        if (holders.isEmpty()) {
            kind = Kind.NOBODY;
        } else if (present.isEmpty()) {
            kind = Kind.ALL_ON_LEAVE;
        } else if (present.stream().allMatch(PostCapacity.ACTING::equals)) {
            kind = Kind.ONLY_ACTING;
        } else if (unit.level() != GridLevel.GROUP
                && holders.stream().noneMatch(one -> one.capacity() == PostCapacity.LEADER)) {
            kind = Kind.NO_LEADER;
        }
        return Optional.ofNullable(kind).map(found -> new CoverageGap(unit.code(), unit.name(), unit.level(), found));
    }
}
