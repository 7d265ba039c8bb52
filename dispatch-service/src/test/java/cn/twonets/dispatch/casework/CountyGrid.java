package cn.twonets.dispatch.casework;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridChecksum;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A county for tests. One city, two towns; the first town has two areas; the first area has two villages with a group
 * each. Each unit has one leader, each group a member; village members are named where a test needs them.
 */
public final class CountyGrid {
    public static final String CITY = "411082";
    public static final String TOWN = "411082100";
    public static final String AREA = "411082100-A01";
    public static final String VILLAGE = "411082100201";
    public static final String GROUP = "411082100201-G01";
    public static final String OTHER_VILLAGE = "411082100202";
    public static final String OTHER_GROUP = "411082100202-G01";
    public static final String OTHER_AREA = "411082100-A02";
    public static final String FAR_VILLAGE = "411082100203";
    public static final String OTHER_TOWN = "411082101";

    private static final Instant LONG_AGO = Instant.parse("2020-04-01T00:00:00Z");

    private final List<GridUnit> units = new ArrayList<>();
    private final List<GridState.Appointment> appointments = new ArrayList<>();

    public CountyGrid() {
        unit(CITY, GridLevel.CITY, null, "city-leader");
        unit(TOWN, GridLevel.TOWN, CITY, "town-leader");
        unit(OTHER_TOWN, GridLevel.TOWN, CITY, "town-leader");
        unit(AREA, GridLevel.AREA, TOWN, "area-leader");
        unit(OTHER_AREA, GridLevel.AREA, TOWN, "area-leader");
        unit(VILLAGE, GridLevel.VILLAGE, AREA, "village-leader");
        unit(OTHER_VILLAGE, GridLevel.VILLAGE, AREA, "village-leader");
        unit(FAR_VILLAGE, GridLevel.VILLAGE, OTHER_AREA, "village-leader");
        unit(GROUP, GridLevel.GROUP, VILLAGE, "group-member");
        unit(OTHER_GROUP, GridLevel.GROUP, OTHER_VILLAGE, "group-member");
        appoint("village-member:" + VILLAGE, VILLAGE, PostCapacity.MEMBER);
        appoint("assistance-office:" + CITY, CITY, PostCapacity.MEMBER);
        appoint("supervisor:" + CITY, CITY, PostCapacity.MEMBER);
    }

    private void unit(String code, GridLevel level, @Nullable String parent, String role) {
        units.add(new GridUnit(new GridCode(code), code, level, parent == null ? null : new GridCode(parent), LONG_AGO,
                null, List.of()));
        appoint(role + ":" + code, code, level == GridLevel.GROUP ? PostCapacity.MEMBER : PostCapacity.LEADER);
    }

    /** Somebody more. */
    public CountyGrid appoint(String post, String unit, PostCapacity capacity) {
        appointments.add(new GridState.Appointment(new EventOrder(0, 1), new AppointmentId(post + "." + unit),
                new GridCode(unit), new PostId(post), capacity, LONG_AGO, null, List.of()));
        return this;
    }

    /** Nobody holds the unit. */
    public CountyGrid vacant(String unit) {
        appointments.removeIf(one -> one.unit().value().equals(unit));
        return this;
    }

    public GridDirectory directory() {
        List<GridState> states = new ArrayList<>();
        for (GridUnit one : units) {
            states.add(new GridState.Unit(new EventOrder(0, 1), 1, one.code(), one.name(), one.level(), one.parent(),
                    one.validFrom(), one.validTo(), one.replacedBy()));
        }
        states.add(new GridState.Activation(new EventOrder(0, 1), 1, units.size(), GridChecksum.of(units)));
        states.addAll(appointments);
        return GridDirectory.of(states);
    }
}
