package cn.twonets.grid;

import static cn.twonets.events.PostCapacity.ACTING;
import static cn.twonets.events.PostCapacity.DEPUTY;
import static cn.twonets.events.PostCapacity.LEADER;
import static cn.twonets.events.PostCapacity.MEMBER;
import static cn.twonets.grid.SmallGrid.LAST_WEEK;
import static cn.twonets.grid.SmallGrid.LONG_AGO;
import static cn.twonets.grid.SmallGrid.NEXT_WEEK;
import static cn.twonets.grid.SmallGrid.NOW;
import static cn.twonets.grid.SmallGrid.empty;
import static cn.twonets.grid.SmallGrid.staffed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A need never lands on nobody, and the route says why it landed where it did. */
class RouteTest {
    private static final GridState.Absence THIS_WEEK = new GridState.Absence(LAST_WEEK, NEXT_WEEK);

    static Stream<Arguments> routes() {
        return Stream.of(
                arguments("the group's member", staffed(), "G1", GridLevel.GROUP, "holder:G1",
                        "G1 holder:G1 chosen"),
                arguments("below the handling level", staffed(), "G1", GridLevel.VILLAGE, "holder:V1",
                        "G1 below-handling-level, V1 holder:V1 chosen"),
                arguments("from above the handling level", staffed(), "A", GridLevel.VILLAGE, "holder:A",
                        "A holder:A chosen"),
                arguments("a vacant village", staffed().vacant("V1"), "V1", GridLevel.VILLAGE, "holder:A",
                        "V1 vacant, A holder:A chosen"),
                arguments("two vacant levels", staffed().vacant("V1").vacant("A"), "V1", GridLevel.VILLAGE, "holder:T",
                        "V1 vacant, A vacant, T holder:T chosen"),
                arguments("leader before deputy before acting",
                        empty().post("V1", ACTING, "acting").post("V1", DEPUTY, "deputy").post("V1", LEADER, "leader"),
                        "V1", GridLevel.VILLAGE, "leader", "V1 leader chosen"),
                arguments("deputy while the leader is on leave",
                        empty().post("V1", LEADER, "leader", LONG_AGO, null, THIS_WEEK).post("V1", DEPUTY, "deputy"),
                        "V1", GridLevel.VILLAGE, "deputy", "V1 leader on-leave, V1 deputy chosen"),
                arguments("acting while leader and deputy are gone",
                        empty().post("V1", LEADER, "leader", LONG_AGO, LAST_WEEK)
                                .post("V1", DEPUTY, "deputy", NEXT_WEEK, null)
                                .post("V1", ACTING, "acting"),
                        "V1", GridLevel.VILLAGE, "acting",
                        "V1 leader ended, V1 deputy not-yet, V1 acting chosen"),
                arguments("members hold no village",
                        staffed().vacant("V1").post("V1", MEMBER, "member"), "V1", GridLevel.VILLAGE, "holder:A",
                        "V1 member member-not-at-this-level, V1 vacant, A holder:A chosen"),
                arguments("everybody on leave", staffed().vacant("V1")
                        .post("V1", LEADER, "leader", LONG_AGO, null, THIS_WEEK), "V1", GridLevel.VILLAGE,
                        "holder:A", "V1 leader on-leave, A holder:A chosen"),
                arguments("the end of an appointment is exclusive",
                        empty().post("V1", LEADER, "old", LONG_AGO, NOW).post("V1", LEADER, "new", NOW, null), "V1",
                        GridLevel.VILLAGE, "new", "V1 old ended, V1 new chosen"),
                arguments("several leaders by date",
                        empty().post("C", LEADER, "second", LAST_WEEK, null).post("C", LEADER, "first"), "C",
                        GridLevel.CITY, "first", "C first chosen"),
                arguments("the second leader while the first is on leave",
                        empty().post("C", LEADER, "second", LAST_WEEK, null)
                                .post("C", LEADER, "first", LONG_AGO, null, THIS_WEEK),
                        "C", GridLevel.CITY, "second", "C first on-leave, C second chosen"),
                arguments("of those who left only the last",
                        empty().post("C", LEADER, "first", LONG_AGO, LONG_AGO.plusSeconds(9))
                                .post("C", LEADER, "second", LONG_AGO, LAST_WEEK)
                                .post("C", LEADER, "third", LAST_WEEK, null),
                        "C", GridLevel.CITY, "third", "C second ended, C third chosen"),
                arguments("a merged village", staffed().ended("V1", LAST_WEEK, "V2"), "V1", GridLevel.VILLAGE,
                        "holder:V2", "V1 replaced, V2 holder:V2 chosen"),
                arguments("a village not merged yet", staffed().ended("V1", NEXT_WEEK, "V2"), "V1", GridLevel.VILLAGE,
                        "holder:V1", "V1 holder:V1 chosen"),
                arguments("a split village goes to the unit above its parts",
                        staffed().unit("V3", GridLevel.VILLAGE, "A").ended("V1", LAST_WEEK, "V2", "V3"), "V1",
                        GridLevel.VILLAGE, "holder:A", "V1 replaced, A holder:A chosen"),
                arguments("a village that ended without heir", staffed().ended("V1", LAST_WEEK), "V1",
                        GridLevel.VILLAGE, "holder:A", "V1 replaced, A holder:A chosen"),
                arguments("a unit that the tree does not know", staffed(), "X", GridLevel.VILLAGE, "holder:C",
                        "X unknown-unit, C holder:C chosen"),
                arguments("nobody anywhere", empty(), "V1", GridLevel.VILLAGE, "city-desk:C",
                        "V1 vacant, A vacant, T vacant, C vacant, C city-desk:C last-resort"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void findsWhoIsResponsibleAndSaysWhy(
            String name, SmallGrid grid, String from, GridLevel handling, String post, String why) {
        Route route = grid.directory().responsible(new GridCode(from), handling, NOW);

        assertThat(route.found().post().value()).isEqualTo(post);
        assertThat(explained(route)).isEqualTo(why);
        assertThat(route.isLastResort()).isEqualTo(post.startsWith("city-desk"));
    }

    @ParameterizedTest(name = "above {0} comes {1}")
    @CsvSource({"G1,holder:V1", "V1,holder:A", "A,holder:T", "T,holder:C", "C,holder:C", "X,holder:C"})
    void escalatesOneLevel(String unit, String post) {
        assertThat(staffed().directory().above(new GridCode(unit), NOW).found().post().value()).isEqualTo(post);
    }

    @Test
    void escalatesPastAVacantLevel() {
        Route route = staffed().vacant("A").directory().above(new GridCode("V1"), NOW);

        assertThat(explained(route)).isEqualTo("A vacant, T holder:T chosen");
    }

    @Test
    void escalatesFromTheUnitThatStandsForAMergedOne() {
        SmallGrid grid = staffed().unit("A2", GridLevel.AREA, "T")
                .unit("V3", GridLevel.VILLAGE, "A2")
                .post("A2", LEADER, "holder:A2")
                .ended("V1", LAST_WEEK, "V3");

        assertThat(explained(grid.directory().above(new GridCode("V1"), NOW)))
                .isEqualTo("V1 replaced, A2 holder:A2 chosen");
    }

    /** The unit above the parts of a split village is above the village already: no level may be skipped. */
    @Test
    void skipsNoLevelWhenAnEndedUnitIsStoodForByOneAbove() {
        SmallGrid grid = staffed().ended("V1", LAST_WEEK);

        assertThat(explained(grid.directory().above(new GridCode("V1"), NOW)))
                .isEqualTo("V1 replaced, A holder:A chosen");
    }

    private static String explained(Route route) {
        List<String> lines = route.tried()
                .stream()
                .map(tried -> tried.unit() + (tried.post() == null ? "" : " " + tried.post()) + " " + tried.reason())
                .toList();
        return String.join(", ", lines);
    }
}
