package cn.twonets.simulation;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridChecksum;
import cn.twonets.grid.GridUnit;
import cn.twonets.simulation.story.Dice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small county with some posts vacant from the start. */
public final class County {
    public static final GridCode CITY = new GridCode("411082");

    private static final Instant LONG_AGO = Instant.parse("2020-04-01T00:00:00Z");

    private final Map<GridCode, GridUnit> units = new LinkedHashMap<>();
    private final List<GridState.Appointment> appointments = new ArrayList<>();
    private final List<GridCode> groups = new ArrayList<>();

    public County(Dice dice) {
        unit(CITY.value(), GridLevel.CITY, null);
        unit("411082100", GridLevel.TOWN, "411082");
        unit("411082101", GridLevel.TOWN, "411082");
        unit("411082100-A01", GridLevel.AREA, "411082100");
        unit("411082100-A02", GridLevel.AREA, "411082100");
        unit("411082101-A01", GridLevel.AREA, "411082101");
        unit("411082100201", GridLevel.VILLAGE, "411082100-A01");
        unit("411082100202", GridLevel.VILLAGE, "411082100-A01");
        unit("411082100203", GridLevel.VILLAGE, "411082100-A02");
        unit("411082101201", GridLevel.VILLAGE, "411082101-A01");
        unit("411082100201-G01", GridLevel.GROUP, "411082100201");
        unit("411082100202-G01", GridLevel.GROUP, "411082100202");
        unit("411082100203-G01", GridLevel.GROUP, "411082100203");
        unit("411082101201-G01", GridLevel.GROUP, "411082101201");
        for (GridUnit unit : List.copyOf(units.values())) {
            people(unit, dice);
        }
    }

    private void people(GridUnit unit, Dice dice) {
        String word = unit.level().name().toLowerCase(java.util.Locale.ROOT);
        if (unit.level() == GridLevel.GROUP) {
            groups.add(unit.code());
            appoint(word + "-member", unit, PostCapacity.MEMBER);
            return;
        }
        if (unit.level() == GridLevel.VILLAGE) {
            appoint(word + "-member", unit, PostCapacity.MEMBER);
        }
        if (dice.percent(85)) {
            appoint(word + "-leader", unit, PostCapacity.LEADER);
        }
        if (dice.percent(unit.level() == GridLevel.TOWN ? 70 : 20)) {
            appoint(word + "-deputy", unit, PostCapacity.DEPUTY);
        }
        if (dice.percent(10)) {
            appoint(word + "-acting", unit, PostCapacity.ACTING);
        }
    }

    private void unit(String code, GridLevel level, @Nullable String parent) {
        units.put(new GridCode(code), new GridUnit(new GridCode(code), code, level,
                parent == null ? null : new GridCode(parent), LONG_AGO, null, List.of()));
    }

    private void appoint(String word, GridUnit unit, PostCapacity capacity) {
        appointments.add(new GridState.Appointment(new EventOrder(0, 1),
                new AppointmentId(word + "." + unit.code()), unit.code(), new PostId(word + ":" + unit.code()),
                capacity,
                LONG_AGO, null, List.of()));
    }

    /** The groups, in which households live. */
    public List<GridCode> groups() {
        return groups;
    }

    public List<GridCode> codes() {
        return List.copyOf(units.keySet());
    }

    public GridUnit unit(GridCode code) {
        GridUnit unit = units.get(code);
        if (unit == null) {
            throw new IllegalArgumentException("no unit " + code);
        }
        return unit;
    }

    /** The unit and all above it, itself first. */
    public List<GridCode> pathUp(GridCode code) {
        List<GridCode> path = new ArrayList<>();
        for (GridCode step = code; step != null; step = unit(step).parent()) {
            path.add(step);
        }
        return path;
    }

    /** The appointments with which it begins. */
    public List<GridState.Appointment> appointments() {
        return appointments;
    }

    /** The tree as the grid topic carries it. */
    public List<GridState> tree() {
        List<GridState> states = new ArrayList<>();
        for (GridUnit one : units.values()) {
            states.add(new GridState.Unit(new EventOrder(0, 1), 1, one.code(), one.name(), one.level(), one.parent(),
                    one.validFrom(), one.validTo(), one.replacedBy()));
        }
        states.add(new GridState.Activation(new EventOrder(0, 1), 1, units.size(), GridChecksum.of(units.values())));
        return states;
    }
}
