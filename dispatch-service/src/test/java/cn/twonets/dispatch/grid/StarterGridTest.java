package cn.twonets.dispatch.grid;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.dispatch.grid.csv.GridCsv;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.grid.GridChecksum;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grid to begin with has the numbers that were published. */
class StarterGridTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

    private final ImportPlan plan = ImportPlan.of(GridCsv.starter(), List.of(), List.of(), NOW);
    private final GridTree tree = GridTree.of(1, plan.units());

    @Test
    void hasNothingWrong() {
        assertThat(plan.problems()).isEmpty();
        assertThat(StarterGrid.files()).isEqualTo(StarterGrid.files());
    }

    @ParameterizedTest(name = "{1} units at level {0}")
    @CsvSource({"CITY,1", "TOWN,16", "AREA,82", "VILLAGE,398", "GROUP,2514"})
    void hasTheUnitsOfTheTable(GridLevel level, int count) {
        assertThat(tree.units()).filteredOn(unit -> unit.level() == level).hasSize(count);
    }

    @Test
    void givesEveryVillageGroupsAndEveryAreaVillages() {
        assertThat(tree.units())
                .filteredOn(unit -> unit.level() != GridLevel.GROUP)
                .allSatisfy(unit -> assertThat(tree.children(unit.code())).isNotEmpty());
        assertThat(inTowns(unit -> unit.level() == GridLevel.AREA)).isEqualTo(78);
        assertThat(inTowns(unit -> unit.level() == GridLevel.VILLAGE)).isEqualTo(349);
        assertThat(inTowns(unit -> unit.level() == GridLevel.GROUP)).isEqualTo(2_465);
    }

    @ParameterizedTest(name = "{2} {1} at level {0} over the towns, {3} with the streets")
    @CsvSource({"CITY,LEADER,0,2", "CITY,DEPUTY,0,1", "TOWN,LEADER,12,16", "TOWN,DEPUTY,36,48", "AREA,LEADER,78,82",
            "AREA,DEPUTY,78,82", "VILLAGE,LEADER,337,386", "VILLAGE,ACTING,3,3", "VILLAGE,MEMBER,1717,1962",
            "GROUP,MEMBER,2546,2595", "GROUP,LEADER,0,0"})
    void hasThePostsInTheirProportions(GridLevel level, PostCapacity capacity, int inTowns, int all) {
        List<GridState.Appointment> posts = plan.appointments()
                .stream()
                .filter(one -> one.capacity() == capacity && unit(one).level() == level)
                .toList();

        assertThat(posts).hasSize(all);
        assertThat(posts.stream().filter(one -> isInTown(unit(one))).count()).isEqualTo(inTowns);
    }

    @Test
    void leavesNineVillagesWithoutALeaderSoThatTheRouteClimbs() {
        GridDirectory directory = directory();
        Map<String, Long> results = tree.units()
                .stream()
                .filter(unit -> unit.level() == GridLevel.VILLAGE)
                .map(unit -> directory.responsible(unit.code(), GridLevel.VILLAGE, NOW))
                .collect(Collectors.groupingBy(
                        route -> route.found().level() + " " + route.found().capacity(), Collectors.counting()));

        assertThat(results).isEqualTo(Map.of("VILLAGE LEADER", 386L, "VILLAGE ACTING", 3L, "AREA LEADER", 9L));
    }

    @Test
    void hasTheVillageOfTheStory() {
        Route route = directory().responsible(new GridCode("411082110213-G05"), GridLevel.VILLAGE, NOW);

        assertThat(route.found().post().value()).isEqualTo("village-leader:411082110213");
        assertThat(tree.pathUp(new GridCode("411082110213-G05"))).extracting(GridCode::value)
                .startsWith("411082110213-G05", "411082110213")
                .endsWith("411082110", "411082");
    }

    @Test
    void namesPostsAndNobody() {
        assertThat(plan.appointments()).allSatisfy(
                one -> assertThat(one.post().value()).matches("[a-z-]+:[0-9]+(-[AG][0-9]{2})?(\\.[0-9]+)?"));
        assertThat(plan.appointments()).extracting(GridState.Appointment::id).doesNotHaveDuplicates();
    }

    private GridDirectory directory() {
        List<GridState> states = new ArrayList<>(plan.appointments());
        for (GridUnit unit : plan.units()) {
            states.add(new GridState.Unit(new EventOrder(0, 1), 1, unit.code(), unit.name(), unit.level(),
                    unit.parent(), unit.validFrom(), null, List.of()));
        }
        states.add(new GridState.Activation(new EventOrder(0, 1), 1, plan.units().size(),
                GridChecksum.of(plan.units())));
        return GridDirectory.of(states);
    }

    private long inTowns(Predicate<GridUnit> which) {
        return tree.units().stream().filter(which).filter(this::isInTown).count();
    }

    private boolean isInTown(GridUnit unit) {
        return tree.pathUp(unit.code())
                .stream()
                .map(code -> tree.unit(code).orElseThrow())
                .anyMatch(above -> above.level() == GridLevel.TOWN && above.name().endsWith("镇"));
    }

    private GridUnit unit(GridState.Appointment one) {
        return tree.unit(one.unit()).orElseThrow();
    }
}
