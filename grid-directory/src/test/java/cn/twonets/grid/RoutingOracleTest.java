package cn.twonets.grid;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/**
 * The responsible unit and person are the ones that an independent, simple oracle names: it knows plain lists only and
 * shares no code with the directory.
 */
class RoutingOracleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void agreesWithASimpleOracleOnRandomGrids() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            SmallGrid grid = randomGrid(random);
            GridDirectory directory = grid.directory();
            for (int question = 0; question < 50; question++) {
                GridUnit from = any(random, grid.units);
                GridLevel handling = GridLevel.values()[random.nextInt(5)];
                Instant at = day(random.nextInt(100));
                String where = "seed %d, round %d, from %s, %s, at %s".formatted(seed, round, from, handling, at);

                assertThat(named(directory.responsible(from.code(), handling, at)))
                        .as(where)
                        .isEqualTo(responsible(grid, from, handling, at));
                assertThat(named(directory.above(from.code(), at))).as("above: " + where)
                        .isEqualTo(above(grid, from, at));
            }
        }
    }

    private static String named(Route route) {
        return route.found().unit() + " " + route.found().post() + " " + route.found().capacity();
    }

    // the oracle

    private static String responsible(SmallGrid grid, GridUnit from, GridLevel handling, Instant at) {
        GridUnit unit = stands(grid, from, at);
        while (unit.level().compareTo(handling) > 0) {
            unit = parent(grid, unit);
        }
        return holderOrAbove(grid, unit, at);
    }

    private static String above(SmallGrid grid, GridUnit from, Instant at) {
        GridUnit unit = stands(grid, from, at);
        boolean higherAlready = unit.level().compareTo(from.level()) < 0;
        GridUnit parent = parent(grid, unit);
        return holderOrAbove(grid, higherAlready || parent == null ? unit : parent, at);
    }

    private static String holderOrAbove(SmallGrid grid, GridUnit start, Instant at) {
        for (GridUnit unit = start; unit != null; unit = parent(grid, unit)) {
            for (PostCapacity capacity : PostCapacity.values()) {
                if (capacity == PostCapacity.MEMBER && unit.level() != GridLevel.GROUP) {
                    continue;
                }
                GridState.Appointment first = null;
                for (GridState.Appointment one : grid.appointments) {
                    if (one.unit().equals(unit.code()) && one.capacity() == capacity && present(one, at)
                            && (first == null || before(one, first))) {
                        first = one;
                    }
                }
                if (first != null) {
                    return unit.code() + " " + first.post() + " " + capacity;
                }
            }
        }
        return "C city-desk:C ACTING";
    }

    private static boolean before(GridState.Appointment one, GridState.Appointment other) {
        return one.validFrom().isBefore(other.validFrom())
                || one.validFrom().equals(other.validFrom()) && one.id().value().compareTo(other.id().value()) < 0;
    }

    private static boolean present(GridState.Appointment one, Instant at) {
        if (at.isBefore(one.validFrom()) || one.validTo() != null && !one.validTo().isAfter(at)) {
            return false;
        }
        for (GridState.Absence absence : one.absences()) {
            if (!at.isBefore(absence.from()) && absence.to().isAfter(at)) {
                return false;
            }
        }
        return true;
    }

    private static GridUnit stands(SmallGrid grid, GridUnit unit, Instant at) {
        if (unit.validTo() == null || unit.validTo().isAfter(at)) {
            return unit;
        }
        List<GridUnit> heirs = new ArrayList<>();
        for (GridCode code : unit.replacedBy()) {
            heirs.add(stands(grid, byCode(grid, code), at));
        }
        GridUnit found = heirs.isEmpty() ? parent(grid, unit) : heirs.getFirst();
        for (GridUnit heir : heirs) {
            while (!ancestors(grid, heir).contains(found)) {
                found = parent(grid, found);
            }
        }
        return stands(grid, found, at);
    }

    private static List<GridUnit> ancestors(SmallGrid grid, GridUnit unit) {
        List<GridUnit> all = new ArrayList<>();
        for (GridUnit step = unit; step != null; step = parent(grid, step)) {
            all.add(step);
        }
        return all;
    }

    private static @Nullable GridUnit parent(SmallGrid grid, GridUnit unit) {
        return unit.parent() == null ? null : byCode(grid, unit.parent());
    }

    private static GridUnit byCode(SmallGrid grid, GridCode code) {
        return grid.units.stream().filter(unit -> unit.code().equals(code)).findFirst().orElseThrow();
    }

    // random grids

    private static SmallGrid randomGrid(Random random) {
        SmallGrid grid = new SmallGrid().unit("C", GridLevel.CITY, null);
        List<GridUnit> possibleParents = new ArrayList<>(grid.units);
        int count = 5 + random.nextInt(25);
        for (int number = 0; number < count; number++) {
            GridUnit parent = any(random, possibleParents);
            GridLevel level = GridLevel.values()[Math.min(4, parent.level().ordinal() + 1 + random.nextInt(2))];
            grid.unit("U" + number, level, parent.code().value());
            if (level != GridLevel.GROUP) {
                possibleParents.add(grid.units.getLast());
            }
        }
        endSome(random, grid);
        int appointments = random.nextInt(3 * count);
        for (int number = 0; number < appointments; number++) {
            int from = random.nextInt(80);
            int leave = random.nextInt(80);
            grid.post(any(random, grid.units).code().value(),
                    PostCapacity.values()[random.nextInt(4)],
                    "p" + random.nextInt(count),
                    day(from),
                    random.nextBoolean() ? null : day(from + 1 + random.nextInt(30)),
                    random.nextInt(3) > 0
                            ? new GridState.Absence[0]
                            : new GridState.Absence[]{
                                    new GridState.Absence(day(leave), day(leave + 1 + random.nextInt(20)))});
        }
        return grid;
    }

    /**
     * Ends whole branches, from below. Replaced by units that come later and last or are themselves replaced, so that
     * replacements never go in a circle; a unit ends no earlier than what lies below it.
     */
    private static void endSome(Random random, SmallGrid grid) {
        for (int index = grid.units.size() - 1; index > 0; index--) {
            GridUnit unit = grid.units.get(index);
            List<GridUnit> below = grid.units.stream().filter(child -> unit.code().equals(child.parent())).toList();
            if (below.stream().anyMatch(child -> child.validTo() == null) || random.nextInt(4) > 0) {
                continue;
            }
            Instant end = day(random.nextInt(100));
            for (GridUnit child : below) {
                end = child.validTo().isAfter(end) ? child.validTo() : end;
            }
            List<GridUnit> possible = grid.units.subList(index + 1, grid.units.size())
                    .stream()
                    .filter(later -> later.validTo() == null || !later.replacedBy().isEmpty())
                    .toList();
            List<String> heirs = new ArrayList<>();
            for (int number = random.nextInt(3); number > 0 && !possible.isEmpty(); number--) {
                heirs.add(any(random, possible).code().value());
            }
            grid.ended(unit.code().value(), end, heirs.toArray(String[]::new));
        }
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Instant day(int number) {
        return START.plusSeconds(number * 86_400L);
    }
}
