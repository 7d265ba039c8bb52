package cn.twonets.intake.testing;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridChecksum;
import cn.twonets.grid.GridUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small grid: two villages of one area, with the posts that the tests act as. */
public final class Village {
    public static final String CITY = "411082";
    public static final String TOWN = "411082110";
    public static final String AREA = "411082110-A03";
    public static final String HERE = "411082110213";
    public static final String GROUP = "411082110213-G05";
    public static final String THERE = "411082110214";
    public static final String ENDED = "411082110215";

    public static final String LEADER = "village-leader:411082110213";
    public static final String MEMBER = "village-member:411082110213";
    public static final String OTHER_LEADER = "village-leader:411082110214";
    public static final String TOWN_LEADER = "town-leader:411082110";
    public static final String OFFICE = "assistance-office:411082";
    public static final String SUPERVISOR = "supervisor:411082";

    private static final Instant LONG_AGO = Instant.parse("2020-04-01T00:00:00Z");
    private static final EventOrder FIRST = new EventOrder(0, 1);

    private Village() {
    }

    /** Everything as the grid topic carries it. */
    public static List<GridState> grid() {
        List<GridUnit> units = List.of(
                unit(CITY, GridLevel.CITY, null, null),
                unit(TOWN, GridLevel.TOWN, CITY, null),
                unit(AREA, GridLevel.AREA, TOWN, null),
                unit(HERE, GridLevel.VILLAGE, AREA, null),
                unit(GROUP, GridLevel.GROUP, HERE, null),
                unit(THERE, GridLevel.VILLAGE, AREA, null),
                unit(ENDED, GridLevel.VILLAGE, AREA, LONG_AGO.plusSeconds(60)));
        List<GridState> states = new ArrayList<>();
        units.forEach(
                unit -> states.add(
                        new GridState.Unit(FIRST, 1, unit.code(), unit.name(), unit.level(), unit.parent(),
                                unit.validFrom(), unit.validTo(), unit.replacedBy())));
        states.add(new GridState.Activation(FIRST, 1, units.size(), GridChecksum.of(units)));
        states.add(post(LEADER, HERE, PostCapacity.LEADER));
        states.add(post(MEMBER, HERE, PostCapacity.MEMBER));
        states.add(post(OTHER_LEADER, THERE, PostCapacity.LEADER));
        states.add(post(TOWN_LEADER, TOWN, PostCapacity.LEADER));
        states.add(post(OFFICE, CITY, PostCapacity.MEMBER));
        states.add(post(SUPERVISOR, CITY, PostCapacity.MEMBER));
        return states;
    }

    private static GridUnit unit(String code, GridLevel level, @Nullable String parent, @Nullable Instant ended) {
        return new GridUnit(new GridCode(code), code + "网格", level, parent == null ? null : new GridCode(parent),
                LONG_AGO, ended, List.of());
    }

    /** A member's appointment of a test's own; the second version of it may have ended. */
    public static GridState appointment(String post, String unit, long sequence, @Nullable Instant ended) {
        return new GridState.Appointment(new EventOrder(0, sequence),
                new AppointmentId("a-" + post.replace(':', '-') + "-" + unit), new GridCode(unit), new PostId(post),
                PostCapacity.MEMBER, LONG_AGO, ended, List.of());
    }

    private static GridState post(String post, String unit, PostCapacity capacity) {
        return new GridState.Appointment(FIRST, new AppointmentId("a-" + post.replace(':', '-')), new GridCode(unit),
                new PostId(post), capacity, LONG_AGO, null, List.of());
    }
}
