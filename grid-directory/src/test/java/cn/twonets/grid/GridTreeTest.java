package cn.twonets.grid;

import static cn.twonets.grid.SmallGrid.LAST_WEEK;
import static cn.twonets.grid.SmallGrid.NEXT_WEEK;
import static cn.twonets.grid.SmallGrid.NOW;
import static cn.twonets.grid.SmallGrid.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.PostId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GridTreeTest {
    @Test
    void tellsTheWayUp() {
        assertThat(empty().tree().pathUp(code("G1"))).extracting(GridCode::value)
                .containsExactly("G1", "V1", "A", "T", "C");
        assertThat(empty().tree().pathUp(code("X"))).isEmpty();
    }

    @Test
    void knowsWhatLiesWithinWhat() {
        GridTree tree = empty().tree();

        assertThat(tree.isWithin(code("G1"), code("A"))).isTrue();
        assertThat(tree.isWithin(code("A"), code("A"))).isTrue();
        assertThat(tree.isWithin(code("A"), code("G1"))).isFalse();
        assertThat(tree.isWithin(code("G1"), code("V2"))).isFalse();
        assertThat(tree.isWithin(code("X"), code("C"))).isFalse();
    }

    /** A code that begins like another is no relative of it. */
    @Test
    void readsNoRelationOutOfCodes() {
        GridTree tree = empty().unit("V10", GridLevel.VILLAGE, "A").unit("V1-G01", GridLevel.GROUP, "V10").tree();

        assertThat(tree.isWithin(code("V10"), code("V1"))).isFalse();
        assertThat(tree.isWithin(code("V1-G01"), code("V1"))).isFalse();
        assertThat(tree.isWithin(code("V1-G01"), code("V10"))).isTrue();
        Scope scope = new Scope(new PostId("p"), Set.of(code("V1")));
        assertThat(scope.covers(tree, code("V10"))).isFalse();
        assertThat(scope.covers(tree, code("V1-G01"))).isFalse();
        assertThat(scope.covers(tree, code("G1"))).isTrue();
    }

    @Test
    void followsReplacementsToTheEndAndNeverInACircle() {
        GridTree chain = empty().unit("V3", GridLevel.VILLAGE, "A")
                .ended("V1", LAST_WEEK, "V2")
                .ended("V2", LAST_WEEK, "V3")
                .ended("G1", LAST_WEEK)
                .ended("G2", LAST_WEEK)
                .tree();
        GridTree circle = empty().ended("G1", LAST_WEEK, "G2").ended("G2", LAST_WEEK, "G1").tree();

        assertThat(chain.standingFor(code("V1"), NOW).orElseThrow().code()).isEqualTo(code("V3"));
        assertThat(circle.standingFor(code("G1"), NOW)).isPresent();
        assertThat(circle.standingFor(code("X"), NOW)).isEmpty();
    }

    /** A child that was told to outlast its parent must not send the way round in a circle. */
    @Test
    void findsAWayWhereDatesContradictEachOther() {
        GridTree odd = empty().unit("V3", GridLevel.VILLAGE, "A")
                .unit("A2", GridLevel.AREA, "T")
                .ended("V1", LAST_WEEK, "V2", "V3")
                .ended("V2", NEXT_WEEK)
                .ended("V3", NEXT_WEEK)
                .ended("A", LAST_WEEK, "V1")
                .tree();

        assertThat(odd.standingFor(code("V1"), NOW)).isPresent();
        assertThat(odd.standingFor(code("A"), NOW)).isPresent();
    }

    static Stream<Arguments> brokenGrids() {
        return Stream.of(
                arguments("comes twice", empty().unit("V1", GridLevel.VILLAGE, "A")),
                arguments("is unknown", empty().unit("V3", GridLevel.VILLAGE, "X")),
                arguments("higher level", empty().unit("V3", GridLevel.VILLAGE, "V1")),
                arguments("higher level", empty().unit("T2", GridLevel.TOWN, "A")),
                arguments("two tops", empty().unit("C2", GridLevel.CITY, null)),
                arguments("without a parent", new SmallGrid()),
                arguments("has ended", empty().ended("V1", LAST_WEEK).unit("G9", GridLevel.GROUP, "V1")),
                arguments("replaced by the unknown", empty().ended("G1", LAST_WEEK, "X")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenGrids")
    void refusesWhatIsNoTree(String message, SmallGrid grid) {
        assertThatIllegalArgumentException().isThrownBy(() -> GridTree.of(1, grid.units))
                .withMessageContaining(message);
    }

    @Test
    void hasOneChecksumInWhateverOrderUnitsArrive() {
        List<GridUnit> shuffled = new ArrayList<>(empty().units);
        Collections.shuffle(shuffled, new Random(7));

        assertThat(GridChecksum.of(shuffled)).isEqualTo(GridChecksum.of(empty().units)).hasSize(64);
        assertThat(GridChecksum.of(empty().ended("G1", NOW).units)).isNotEqualTo(GridChecksum.of(empty().units));
    }

    private static GridCode code(String value) {
        return new GridCode(value);
    }
}
