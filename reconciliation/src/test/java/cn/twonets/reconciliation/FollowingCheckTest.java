package cn.twonets.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.reconciliation.Standing.How;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowingCheckTest {
    private final Register register = new Register();
    private final Consumer consumer = new Consumer();
    private boolean keepsUp = true;
    private Runnable meanwhile = () -> {};

    /** Notes the newest order of each need, save those that it refuses. */
    private static final class Consumer implements Following<NeedEvent, NeedState> {
        private final SortedMap<String, EventOrder> heard = new ConcurrentSkipListMap<>();
        private final List<String> refused = new ArrayList<>();
        private final List<Integer> batches = new ArrayList<>();

        void handle(List<Event<NeedEvent, NeedState>> events) {
            batches.add(events.size());
            events.stream()
                    .map(Event::state)
                    .filter(state -> !refused.contains(state.aggregate()))
                    .forEach(state -> heard.merge(state.aggregate(), state.order(),
                            (one, other) -> other.isAfter(one) ? other : one));
        }

        @Override
        public Subscription<NeedEvent, NeedState> subscription() {
            return new Subscription<>(EventFamily.NEED, "test", this::handle);
        }

        @Override
        public Map<String, Standing> standings(List<Event<NeedEvent, NeedState>> states) {
            Map<String, Standing> standings = new HashMap<>();
            states.stream().map(Event::state).forEach(state -> {
                EventOrder last = heard.getOrDefault(state.aggregate(), EventOrder.NONE);
                How how = last.equals(EventOrder.NONE)
                        ? How.NEVER_HEARD
                        : state.order().isAfter(last)
                                ? How.BEHIND
                                : last.isAfter(state.order()) ? How.AHEAD : How.CURRENT;
                standings.put(state.aggregate(), new Standing(how, last));
            });
            return standings;
        }

        @Override
        public Kept kept(String after, int limit) {
            List<String> ids = new TreeMap<>(heard).tailMap(after + "\0").keySet().stream().limit(limit).toList();
            return new Kept(ids, ids.size() < limit ? null : ids.getLast());
        }
    }

    @BeforeEach
    void fill() {
        for (int i = 1; i <= 30; i++) {
            register.happens(Register.id(i), 2);
        }
        consumer.handle(register.topic.stream().map(register::event).toList());
        consumer.batches.clear();
    }

    private Report check(boolean heal, int page) {
        Ledger ledger = new Ledger(heal);
        new FollowingCheck<>(consumer, register, new CaughtUp() {
            @Override
            public boolean await(Subscription<?, ?> subscription) {
                meanwhile.run();
                return keepsUp;
            }

            @Override
            public void moment(int look) {
            }
        }, page).run(ledger);
        return ledger.report();
    }

    private static String kinds(Report report) {
        return report.differences().stream()
                .map(kind -> kind.code() + " " + kind.found() + "/" + kind.remaining())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 500})
    void findsNothingWhereTheConsumerHasHeardEverything(int page) {
        Report report = check(true, page);

        assertThat(kinds(report)).isEmpty();
        assertThat(report.isComplete()).isTrue();
        assertThat(report.walked()).containsExactly(new Report.Walked("twonets.needs.v1 states", 30));
        assertThat(consumer.batches).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void tellsTheKindsApartAndHandsOverWhatWasMissed(int page) {
        consumer.heard.remove(Register.id(1));
        consumer.heard.remove(Register.id(30));
        consumer.heard.put(Register.id(15), new EventOrder(0, 1));
        consumer.heard.put(Register.id(16), new EventOrder(0, 9));
        consumer.heard.put("nobody-0001", new EventOrder(0, 1));
        consumer.heard.put("a-first-one", new EventOrder(0, 1));

        assertThat(kinds(check(false, page)))
                .isEqualTo("never-heard 2/2, behind 1/1, ahead 1/1, unknown-to-owner 2/2");
        assertThat(consumer.batches).isEmpty();
        assertThat(kinds(check(true, page)))
                .isEqualTo("never-heard 2/0, behind 1/0, ahead 1/1, unknown-to-owner 2/2");
        assertThat(kinds(check(true, page))).isEqualTo("ahead 1/1, unknown-to-owner 2/2");
        assertThat(consumer.heard.get(Register.id(15))).isEqualTo(new EventOrder(0, 2));
    }

    @Test
    void saysWhatRemainsWhereTheHandlerDoesNotTakeIt() {
        consumer.heard.remove(Register.id(4));
        consumer.refused.add(Register.id(4));

        Report report = check(true, 500);

        assertThat(kinds(report)).isEqualTo("never-heard 1/1");
        assertThat(report.differences().getFirst().examples())
                .containsExactly(new Report.Example(Register.id(4), "twonets.needs.v1: owner 0.2, applied 0.0", true));
    }

    @Test
    void isNotFooledByWhatIsOnItsWay() {
        consumer.heard.remove(Register.id(3));
        consumer.heard.put(Register.id(5), new EventOrder(0, 1));
        meanwhile = () -> consumer.handle(register.topic.stream().map(register::event).toList());

        assertThat(kinds(check(false, 500))).isEmpty();
    }

    @Test
    void isNotFooledByAnOwnerThatMovesOn() {
        consumer.heard.put(Register.id(5), new EventOrder(0, 3));
        meanwhile = () -> register.happens(Register.id(5), 1);

        assertThat(kinds(check(false, 500))).isEmpty();
    }

    @Test
    void doesNotJudgeAConsumerThatHasNotReadItsTopic() {
        consumer.heard.remove(Register.id(3));
        keepsUp = false;

        Report report = check(true, 500);

        assertThat(kinds(report)).isEmpty();
        assertThat(report.undecided()).isEqualTo(1);
        assertThat(report.isComplete()).isFalse();
        assertThat(consumer.batches).isEmpty();
    }

    @Test
    void countsEachDifferenceOfAConsumerThatLostEverything() {
        consumer.heard.clear();

        assertThat(kinds(check(true, 7))).isEqualTo("never-heard 30/0");
        assertThat(consumer.heard).hasSize(30);
        assertThat(consumer.batches).allMatch(size -> size <= 7);
    }
}
