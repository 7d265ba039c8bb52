package cn.twonets.grid;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A grid written down in a few lines: {@code new SmallGrid().unit("T1", TOWN, "C").post("T1", LEADER, "boss")}. */
public final class SmallGrid {
    public static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    public static final Instant LONG_AGO = Instant.parse("2020-04-01T00:00:00Z");
    public static final Instant LAST_WEEK = Instant.parse("2026-02-23T01:00:00Z");
    public static final Instant NEXT_WEEK = Instant.parse("2026-03-09T01:00:00Z");

    final List<GridUnit> units = new ArrayList<>();
    final List<GridState.Appointment> appointments = new ArrayList<>();
    private int posted;

    /** City C, town T, area A, villages V1 and V2, groups G1 (of V1) and G2 (of V2); nobody anywhere. */
    public static SmallGrid empty() {
        return new SmallGrid().unit("C", GridLevel.CITY, null)
                .unit("T", GridLevel.TOWN, "C")
                .unit("A", GridLevel.AREA, "T")
                .unit("V1", GridLevel.VILLAGE, "A")
                .unit("V2", GridLevel.VILLAGE, "A")
                .unit("G1", GridLevel.GROUP, "V1")
                .unit("G2", GridLevel.GROUP, "V2");
    }

    /** The same, with a leader at every level and a member at every group. */
    public static SmallGrid staffed() {
        SmallGrid grid = empty();
        List.copyOf(grid.units)
                .forEach(
                        unit -> grid.post(unit.code().value(),
                                unit.level() == GridLevel.GROUP ? PostCapacity.MEMBER : PostCapacity.LEADER,
                                "holder:" + unit.code()));
        return grid;
    }

    public SmallGrid unit(String code, GridLevel level, @Nullable String parent) {
        units.add(new GridUnit(new GridCode(code), code + "网格", level, parent == null ? null : new GridCode(parent),
                LONG_AGO, null, List.of()));
        return this;
    }

    /** The unit ended then, with all below it; others took its place. */
    public SmallGrid ended(String code, Instant when, String... replacedBy) {
        List.copyOf(units)
                .stream()
                .filter(below -> below.parent() != null && below.parent().value().equals(code))
                .filter(below -> below.validTo() == null)
                .forEach(below -> ended(below.code().value(), when));
        units.replaceAll(
                unit -> unit.code().value().equals(code)
                        ? new GridUnit(unit.code(), unit.name(), unit.level(), unit.parent(), unit.validFrom(), when,
                                Stream.of(replacedBy).map(GridCode::new).toList())
                        : unit);
        return this;
    }

    public SmallGrid post(String unit, PostCapacity capacity, String post) {
        return post(unit, capacity, post, LONG_AGO, null);
    }

    public SmallGrid post(String unit, PostCapacity capacity, String post, Instant from, @Nullable Instant to,
            GridState.Absence... absences) {
        appointments.add(new GridState.Appointment(first(), new AppointmentId("a-" + posted++),
                new GridCode(unit), new PostId(post), capacity, from, to, List.of(absences)));
        return this;
    }

    /** Nobody holds the unit any more. */
    public SmallGrid vacant(String unit) {
        appointments.removeIf(one -> one.unit().value().equals(unit));
        return this;
    }

    public GridTree tree() {
        return GridTree.of(1, units);
    }

    public GridDirectory directory() {
        return GridDirectory.of(states(1));
    }

    /** Everything as the topic would carry it. */
    public List<GridState> states(long version) {
        List<GridState> states = new ArrayList<>(unitStates(version));
        states.add(activation(version));
        states.addAll(appointments);
        return states;
    }

    public List<GridState.Unit> unitStates(long version) {
        return units.stream()
                .map(
                        unit -> new GridState.Unit(first(), version, unit.code(), unit.name(), unit.level(),
                                unit.parent(), unit.validFrom(), unit.validTo(), unit.replacedBy()))
                .toList();
    }

    public GridState.Activation activation(long version) {
        return new GridState.Activation(new EventOrder(0, version), version, units.size(), GridChecksum.of(units));
    }

    private static EventOrder first() {
        return new EventOrder(0, 1);
    }
}
