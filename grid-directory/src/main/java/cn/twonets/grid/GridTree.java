package cn.twonets.grid;

import cn.twonets.events.GridCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of the grid, whole and immutable. Parents are what the tree says, never read out of a code. Ended units
 * stay in it.
 */
public final class GridTree {
    private final long version;
    private final Map<GridCode, GridUnit> byCode;
    private final Map<GridCode, List<GridUnit>> children;
    private final GridUnit top;
    private final List<GridUnit> ended;

    private GridTree(long version, Map<GridCode, GridUnit> byCode, Map<GridCode, List<GridUnit>> children,
            GridUnit top) {
        this.version = version;
        this.byCode = byCode;
        this.children = children;
        this.top = top;
        this.ended = byCode.values().stream().filter(unit -> unit.validTo() != null).toList();
    }

    /**
     * Puts a tree together.
     *
     * @throws IllegalArgumentException if a code comes twice, a parent or replacement is missing, a parent is not of a
     *         higher level, a lasting unit lies below an ended one, or there is not exactly one lasting unit without a
     *         parent
     */
    public static GridTree of(long version, Collection<GridUnit> units) {
        Map<GridCode, GridUnit> byCode = new TreeMap<>();
        for (GridUnit unit : units) {
            if (byCode.put(unit.code(), unit) != null) {
                throw new IllegalArgumentException("the unit " + unit.code() + " comes twice");
            }
        }
        Map<GridCode, List<GridUnit>> children = new HashMap<>();
        GridUnit top = null;
        for (GridUnit unit : byCode.values()) {
            for (GridCode replacement : unit.replacedBy()) {
                if (!byCode.containsKey(replacement)) {
                    throw new IllegalArgumentException(unit.code() + " is replaced by the unknown " + replacement);
                }
            }
            if (unit.parent() == null) {
                if (unit.validTo() == null) {
                    if (top != null) {
                        throw new IllegalArgumentException("two tops: " + top.code() + " and " + unit.code());
                    }
                    top = unit;
                }
            } else {
                requireFits(unit, byCode.get(unit.parent()));
                children.computeIfAbsent(unit.parent(), code -> new ArrayList<>()).add(unit);
            }
        }
        if (top == null) {
            throw new IllegalArgumentException("no lasting unit without a parent");
        }
        children.replaceAll((code, list) -> List.copyOf(list));
        return new GridTree(version, byCode, children, top);
    }

    private static void requireFits(GridUnit unit, @Nullable GridUnit parent) {
        if (parent == null) {
            throw new IllegalArgumentException("the parent of " + unit.code() + " is unknown: " + unit.parent());
        }
        if (parent.level().ordinal() >= unit.level().ordinal()) {
            throw new IllegalArgumentException(
                    "the parent of " + unit.code() + " is not of a higher level: " + parent.code());
        }
        if (unit.validTo() == null && parent.validTo() != null) {
            throw new IllegalArgumentException(unit.code() + " lasts, but its parent " + parent.code() + " has ended");
        }
    }

    /** Counts the trees that were activated; goes up. */
    public long version() {
        return version;
    }

    /** The city. */
    public GridUnit top() {
        return top;
    }

    /** Every unit by code, ended ones included, in code order. */
    public Collection<GridUnit> units() {
        return java.util.Collections.unmodifiableCollection(byCode.values());
    }

    public Optional<GridUnit> unit(GridCode code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** The units directly below, ended ones included, in code order; empty for an unknown unit. */
    public List<GridUnit> children(GridCode code) {
        return children.getOrDefault(code, List.of());
    }

    /** The unit and all above it: itself first, the city last; empty for an unknown unit. */
    public List<GridCode> pathUp(GridCode code) {
        List<GridCode> path = new ArrayList<>(5);
        for (GridUnit unit = byCode.get(code); unit != null; unit = above(unit)) {
            path.add(unit.code());
        }
        return path;
    }

    /** Whether the unit is that other one or lies below it. False if either is unknown. */
    public boolean isWithin(GridCode unit, GridCode ancestor) {
        for (GridUnit step = byCode.get(unit); step != null; step = above(step)) {
            if (step.code().equals(ancestor)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The unit that stands for this one at that time: itself while it lasts; the one that replaced it; the lowest unit
     * above all that replaced it, when it was split and nobody can say which; the unit above, when nothing replaced it.
     *
     * @return empty for an unknown unit
     */
    public Optional<GridUnit> standingFor(GridCode code, Instant at) {
        if (!byCode.containsKey(code)) {
            return Optional.empty();
        }
        GridUnit found = standingFor(code, at, new HashSet<>());
        return Optional.of(found == null ? top : found);
    }

    private @Nullable GridUnit standingFor(GridCode code, Instant at, Set<GridCode> seen) {
        GridUnit unit = byCode.get(code);
        if (unit == null || !seen.add(code)) {
            return null;
        }
        if (!unit.hasEnded(at)) {
            return unit;
        }
        Set<GridCode> replacements = new LinkedHashSet<>();
        for (GridCode replacement : unit.replacedBy()) {
            GridUnit stands = standingFor(replacement, at, new HashSet<>(seen));
            if (stands != null) {
                replacements.add(stands.code());
            }
        }
        if (!replacements.isEmpty()) {
            GridCode common = aboveAll(replacements);
            return replacements.contains(common) ? byCode.get(common) : standingFor(common, at, seen);
        }
        return unit.parent() == null ? null : standingFor(unit.parent(), at, seen);
    }

    private GridCode aboveAll(Set<GridCode> units) {
        return pathUp(units.iterator().next()).stream()
                .filter(candidate -> units.stream().allMatch(unit -> isWithin(unit, candidate)))
                .findFirst()
                .orElse(top.code());
    }

    /** The ended units whose place was taken by a unit within those named: what a new unit takes over from old ones. */
    Set<GridCode> takenOverBy(Set<GridCode> units, Instant at) {
        Set<GridCode> taken = new HashSet<>();
        for (GridUnit old : ended) {
            if (old.hasEnded(at)) {
                standingFor(old.code(), at).ifPresent(stands -> {
                    if (pathUp(stands.code()).stream().anyMatch(units::contains)) {
                        taken.add(old.code());
                    }
                });
            }
        }
        return taken;
    }

    private @Nullable GridUnit above(GridUnit unit) {
        return unit.parent() == null ? null : byCode.get(unit.parent());
    }

    /** Order of units: by level from the top, then by code. */
    public static Comparator<GridUnit> fromTheTop() {
        return Comparator.comparing(GridUnit::level).thenComparing(GridUnit::code);
    }
}
