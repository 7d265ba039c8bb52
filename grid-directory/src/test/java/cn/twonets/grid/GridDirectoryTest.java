package cn.twonets.grid;

import static cn.twonets.events.PostCapacity.LEADER;
import static cn.twonets.events.PostCapacity.MEMBER;
import static cn.twonets.grid.SmallGrid.LAST_WEEK;
import static cn.twonets.grid.SmallGrid.LONG_AGO;
import static cn.twonets.grid.SmallGrid.NEXT_WEEK;
import static cn.twonets.grid.SmallGrid.NOW;
import static cn.twonets.grid.SmallGrid.staffed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tree is used when exactly its units have arrived, never earlier and never in part. */
class GridDirectoryTest {
    private final GridDirectory directory = new GridDirectory();

    @Test
    void isReadyOnceWholeAndCaughtUp() {
        List<GridState> states = staffed().states(1);

        for (GridState state : states) {
            assertThat(directory.isReady()).isFalse();
            directory.apply(state);
        }
        assertThatExceptionOfType(GridNotReadyException.class).isThrownBy(directory::tree);
        directory.caughtUp();

        assertThat(directory.isReady()).isTrue();
        assertThat(directory.tree().version()).isEqualTo(1);
    }

    @Test
    void isNotReadyWithoutATree() {
        directory.caughtUp();

        assertThat(directory.isReady()).isFalse();
        assertThatExceptionOfType(GridNotReadyException.class)
                .isThrownBy(() -> directory.responsible(code("V1"), GridLevel.VILLAGE, NOW));
    }

    @Test
    void endsUpTheSameInWhateverOrderAndHoweverOftenRecordsArrive() {
        long seed = new Random().nextLong();
        List<GridState> states = new ArrayList<>(staffed().states(1));
        states.addAll(grown().states(2));
        states.addAll(states);
        Collections.shuffle(states, new Random(seed));

        GridDirectory shuffled = GridDirectory.of(states);

        assertThat(shuffled.tree().version()).as("seed %d", seed).isEqualTo(2);
        assertThat(shuffled.tree().units()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(grown().units);
        assertThat(shuffled.appointmentsAt(code("V1"))).as("seed %d", seed).hasSize(1);
    }

    @Test
    void keepsTheTreeUntilTheNextIsWhole() {
        GridDirectory running = staffed().directory();
        List<GridState.Unit> next = grown().unitStates(2);
        running.apply(grown().activation(2));
        next.subList(1, next.size()).forEach(running::apply);

        assertThat(running.tree().version()).isEqualTo(1);
        running.apply(next.getFirst());
        assertThat(running.tree().version()).isEqualTo(2);
    }

    @Test
    void doesNotSwitchToOtherUnitsThanTheActivationNames() {
        GridDirectory running = staffed().directory();
        List<GridState.Unit> next = new ArrayList<>(grown().unitStates(2));
        GridState.Unit last = next.removeLast();
        next.forEach(running::apply);
        running.apply(grown().activation(2));
        running.apply(new GridState.Unit(last.order(), 2, last.code(), "别名", last.level(), last.parent(),
                last.validFrom(), null, List.of()));

        assertThat(running.tree().version()).isEqualTo(1);
        running.apply(new GridState.Unit(last.order().next(), 2, last.code(), last.name(), last.level(), last.parent(),
                last.validFrom(), null, List.of()));
        assertThat(running.tree().version()).isEqualTo(2);
    }

    @Test
    void losesNothingWhenOldVersionsAreRemoved() {
        GridDirectory running = GridDirectory.of(staffed().states(1));
        grown().states(2).forEach(running::apply);
        staffed().unitStates(1).forEach(unit -> running.forget(1, unit.code()));

        assertThat(running.tree().units()).hasSize(grown().units.size());
    }

    @Test
    void forgetsWhatWasRemovedBeforeItBecameWhole() {
        grown().unitStates(2).forEach(directory::apply);
        grown().unitStates(2).forEach(unit -> directory.forget(2, unit.code()));

        assertThat(directory.highestVersion()).isZero();
    }

    @Test
    void refusesToForgetUnitsThatAreInForceOrYetToCome() {
        GridDirectory running = staffed().directory();
        grown().unitStates(2).forEach(running::apply);
        GridCode unit = staffed().unitStates(1).getFirst().code();

        assertThatIllegalArgumentException().isThrownBy(() -> running.forget(1, unit));
        assertThatIllegalArgumentException().isThrownBy(() -> running.forget(2, unit));

        running.apply(grown().activation(2));
        assertThat(running.tree().version()).isEqualTo(2);
    }

    @Test
    void refusesATreeThatIsNoneAndKeepsTheOneInUse() {
        GridDirectory running = staffed().directory();
        SmallGrid broken = staffed().unit("C2", GridLevel.CITY, null);
        broken.unitStates(2).forEach(running::apply);

        assertThatIllegalArgumentException().isThrownBy(() -> running.apply(broken.activation(2)));

        assertThat(running.tree().version()).isEqualTo(1);
        grown().states(3).forEach(running::apply);
        assertThat(running.tree().version()).isEqualTo(3);
    }

    @Test
    void takesTheNewestWordOnAnAppointment() {
        GridDirectory running = staffed().directory();
        GridState.Appointment old = running.appointmentsAt(code("V1")).getFirst();
        GridState.Appointment moved = new GridState.Appointment(old.order().next(), old.id(), code("V2"),
                new PostId("moved"), LEADER, LONG_AGO, null, List.of());

        running.apply(moved);
        running.apply(old);

        assertThat(running.appointmentsAt(code("V1"))).isEmpty();
        assertThat(running.appointmentsAt(code("V2"))).contains(moved);
        assertThat(running.scopeOf(new PostId("holder:V1"), NOW).units()).isEmpty();
        assertThat(running.scopeOf(new PostId("moved"), NOW).units()).containsExactly(code("V2"));
    }

    @Test
    void tellsWhoMaySeeWhat() {
        GridDirectory running = staffed().post("V2", MEMBER, "holder:V1")
                .post("T", LEADER, "gone", LONG_AGO, NOW)
                .post("T", LEADER, "to-come", NEXT_WEEK, null)
                .post("T", LEADER, "on-leave", LONG_AGO, null, new GridState.Absence(LAST_WEEK, NEXT_WEEK))
                .directory();

        assertThat(running.scopeOf(new PostId("holder:V1"), NOW).units())
                .containsExactlyInAnyOrder(code("V1"), code("V2"));
        assertThat(running.scopeOf(new PostId("on-leave"), NOW).units()).containsExactly(code("T"));
        assertThat(running.scopeOf(new PostId("city-desk:C"), NOW).units()).containsExactly(code("C"));
        assertThat(List.of("gone", "to-come", "stranger", "city-desk:V1"))
                .allSatisfy(
                        post -> assertThat(running.scopeOf(new PostId(post), NOW).units()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"holder:V2,V1,true", "holder:V2,G1,true", "holder:A,V1,true", "holder:V1,V2,false",
            "holder:G2,V1,false"})
    void showsAMergedUnitToWhoeverTookItOver(String post, String unit, boolean seen) {
        GridDirectory running = staffed().ended("G1", LAST_WEEK).ended("V1", LAST_WEEK, "V2").directory();

        assertThat(running.scopeOf(new PostId(post), NOW).covers(running.tree(), code(unit))).isEqualTo(seen);
    }

    @Test
    void asksDispatchForUnitsThatItDoesNotKnowAndForThoseOutsideTheScopeLikewise() {
        GridDirectory running = staffed().directory();
        Scope all = new Scope(new PostId("office"), java.util.Set.of(code("C")));
        Scope one = new Scope(new PostId("village"), java.util.Set.of(code("V1")));
        GridUnit young = new GridUnit(code("V9"), "新村", GridLevel.VILLAGE, code("A"), NOW, null, List.of());
        UnitLookup.Known known = new UnitLookup.Known(young, List.of(code("V9"), code("A"), code("T"), code("C")));
        List<GridCode> asked = new java.util.ArrayList<>();
        UnitLookup nothing = code -> {
            asked.add(code);
            return Optional.empty();
        };

        assertThat(running.unit(code("V1"), all, nothing)).get().extracting(UnitLookup.Known::pathUp).asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.LIST).hasSize(4);
        assertThat(asked).isEmpty();
        assertThat(running.unit(code("V9"), all, code -> Optional.of(known))).contains(known);
        assertThat(running.unit(code("V9"), one, code -> Optional.of(known))).isEmpty();
        assertThat(running.unit(code("V8"), one, nothing)).isEmpty();
        assertThat(running.unit(code("V2"), one, nothing)).isEmpty();
        assertThat(asked).as("once for the absent, once for the denied").containsExactly(code("V8"), code("V2"));
    }

    @Test
    void returnsToAnEarlierGridByANewActivation() {
        GridDirectory running = GridDirectory.of(grown().states(2));
        staffed().unitStates(3).forEach(running::apply);
        running.apply(new GridState.Activation(new EventOrder(0, 3), 3, staffed().units.size(),
                GridChecksum.of(staffed().units)));

        assertThat(running.tree().unit(code("V9"))).isEmpty();
        assertThat(running.highestVersion()).isEqualTo(3);
        assertThat(running.appointments()).extracting(GridState.Appointment::id).contains(new AppointmentId("a-0"));
    }

    private static SmallGrid grown() {
        return staffed().unit("V9", GridLevel.VILLAGE, "A");
    }

    private static GridCode code(String value) {
        return new GridCode(value);
    }
}
