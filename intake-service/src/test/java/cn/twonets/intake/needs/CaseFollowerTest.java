package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Publish;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.intake.needs.CaseFollower.Followed;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.Village;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CaseFollowerTest {
    private final DeskBench bench = new DeskBench();
    private final Map<Followed, Integer> counted = new EnumMap<>(Followed.class);
    private final CaseFollower follower = new CaseFollower(
            bench.store,
            (followed, count) -> counted.merge(followed, count, Integer::sum));

    @Test
    void showsWhatDispatchSaysWithoutAnEventOfItsOwn() {
        bench.put(NeedStatus.SUBMITTED, 1, null);
        follow(state(3, CaseStatus.ACKNOWLEDGED));
        assertThat(bench.stored().status()).isEqualTo(NeedStatus.ACKNOWLEDGED);
        assertThat(bench.stored().order().sequence()).isEqualTo(1);
        assertThat(bench.desk.history(DeskBench.NEED)).hasSize(1);
        assertThat(counted).containsExactly(Map.entry(Followed.SHOWN, 1));
    }

    @Test
    void ignoresRepeatsAndLateArrivalsIdempotent() {
        bench.put(NeedStatus.SUBMITTED, 1, null);
        follow(state(3, CaseStatus.ACKNOWLEDGED));
        long version = version();
        follow(state(3, CaseStatus.ACKNOWLEDGED));
        follow(state(2, CaseStatus.ASSIGNED));
        assertThat(bench.stored().status()).isEqualTo(NeedStatus.ACKNOWLEDGED);
        assertThat(version()).isEqualTo(version);
        assertThat(counted).containsEntry(Followed.NOTHING_NEW, 2);
    }

    @Test
    void writesNothingWhenANewerRecordChangesNothingForIt() {
        bench.put(NeedStatus.SUBMITTED, 1, null);
        follow(state(3, CaseStatus.REFERRED));
        long version = version();
        follow(state(4, CaseStatus.REFERRED));
        assertThat(version()).isEqualTo(version);
        follow(state(5, CaseStatus.ACKNOWLEDGED));
        assertThat(bench.stored().status()).isEqualTo(NeedStatus.ACKNOWLEDGED);
    }

    /** Found by the simulation: seed 1147955, where a slow producer's record came after all that followed it. */
    @Test
    void staysWithTheNewestThoughWhatItSkippedComesLate() {
        bench.put(NeedStatus.SUBMITTED, 1, null);
        follow(state(3, CaseStatus.REFERRED));
        follow(state(5, CaseStatus.REFERRED));
        follow(state(4, CaseStatus.ACKNOWLEDGED));
        assertThat(bench.stored().status()).isEqualTo(NeedStatus.REFERRED);
    }

    @Test
    void namesANeedThatItDoesNotKnow() {
        follow(state(3, CaseStatus.ASSIGNED));
        assertThat(counted).containsExactly(Map.entry(Followed.UNKNOWN_NEED, 1));
        assertThat(bench.store.find(DeskBench.NEED.value())).isEmpty();
    }

    @Test
    void endsTheSameInWhateverOrderEventsArrive() {
        List<CaseState> life = List.of(state(1, CaseStatus.ASSIGNED), state(2, CaseStatus.ACKNOWLEDGED),
                state(3, CaseStatus.REFERRED), state(4, CaseStatus.ACKNOWLEDGED), state(5, CaseStatus.REFERRED),
                state(6, CaseStatus.AWAITING_CONFIRMATION), state(7, CaseStatus.ACKNOWLEDGED),
                state(8, CaseStatus.REFERRED));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            DeskBench fresh = new DeskBench();
            fresh.put(NeedStatus.SUBMITTED, 1, null);
            List<CaseState> shuffled = new ArrayList<>(life);
            shuffled.addAll(life);
            Collections.shuffle(shuffled, random);
            for (CaseState state : shuffled) {
                fresh.store.change(
                        DeskBench.NEED.value(),
                        Change.of(
                                new Cause("c", null),
                                need -> CaseFollower.follow(need, Progress.of(state))),
                        Publish.SOON);
            }
            assertThat(fresh.stored().progress()).as("seed %d, run %d", seed, run)
                    .isEqualTo(Progress.of(life.getLast()));
        }
    }

    private void follow(CaseState state) {
        follower.handle(
                List.of(
                        new Event<>(EventFamily.CASE.typeOf(new CaseEvent.DueSoon(Cases.DUE)), DeskBench.NOW,
                                state.need().value(), state.need().value(), "c-9", null,
                                new CaseEvent.DueSoon(Cases.DUE), state)));
    }

    private long version() {
        return bench.store.find(DeskBench.NEED.value()).orElseThrow().version();
    }

    private static CaseState state(long sequence, CaseStatus status) {
        return Cases.state(DeskBench.NEED, DeskBench.HOUSEHOLD, new GridCode(Village.GROUP), sequence, status, 1,
                Village.LEADER, null);
    }
}
