package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.Subscription;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.Urgency;
import cn.twonets.reconciliation.CaughtUp;
import cn.twonets.reconciliation.Ledger;
import cn.twonets.reconciliation.Report;
import cn.twonets.reconciliation.Report.AcceptedNeeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeedsTimedTest {
    private final Desk desk = new Desk().submitted();
    private final NeedState second = Needs.need("need-0002", "dispute", Urgency.ORDINARY);
    private List<NeedState> accepted = List.of(desk.need());
    private boolean caughtUp = true;
    private Runnable meanwhile = () -> {};

    private final class Owner implements OwnerStates<NeedEvent, NeedState> {
        @Override
        public Optional<Event<NeedEvent, NeedState>> find(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Page<NeedEvent, NeedState> walk(@Nullable String after, int limit) {
            return new Page<>(accepted.stream().map(NeedsTimedTest::event).toList(), List.of(), null, Map.of());
        }
    }

    private static Event<NeedEvent, NeedState> event(NeedState state) {
        NeedEvent happened = Needs.submitted(state);
        return new Event<>(EventFamily.NEED.typeOf(happened), Desk.MONDAY, state.need().value(), state.need().value(),
                Desk.CAUSE.correlationId(), null, happened, state);
    }

    private Report check(boolean heal) {
        Ledger ledger = new Ledger(heal);
        OverdueSweep sweep = new OverdueSweep(desk.desk, () -> Duration.ZERO, desk.clock, new OverdueSweep.Observer() {
            @Override
            public void swept(int alarms) {
            }

            @Override
            public void failed(Alarm alarm, RuntimeException why) {
                throw why;
            }

            @Override
            public void refused(Duration difference) {
                throw new AssertionError("refused at a difference of " + difference);
            }
        });
        new NeedsTimed(new Owner(), new Subscription<>(EventFamily.NEED, "dispatch", desk.desk::followNeeds),
                desk.cases.aggregates(), desk.desk, sweep, new CaughtUp() {
                    @Override
                    public boolean await(Subscription<?, ?> subscription) {
                        meanwhile.run();
                        return caughtUp;
                    }

                    @Override
                    public void moment(int look) {
                    }
                }, desk.clock).run(ledger);
        return ledger.report();
    }

    private static String kinds(Report report) {
        return report.differences().stream()
                .map(kind -> kind.code() + " " + kind.found() + "/" + kind.remaining())
                .collect(Collectors.joining(", "));
    }

    @Test
    void countsWhatIsTimedAndWhatHasEnded() {
        assertThat(check(false).accepted()).isEqualTo(new AcceptedNeeds(1, 0, 1, 0, 0));
        desk.withdrawn();
        assertThat(check(false).accepted()).isEqualTo(new AcceptedNeeds(1, 1, 0, 0, 0));
    }

    @Test
    void findsWhatNobodyLookedAtInTimeAndHasItSwept() {
        desk.clock.advance(Duration.ofDays(31));

        Report told = check(false);
        assertThat(kinds(told)).isEqualTo("need-untimed 1/1");
        assertThat(told.accepted()).isEqualTo(new AcceptedNeeds(1, 0, 0, 1, 0));
        Report healed = check(true);
        assertThat(kinds(healed)).isEqualTo("need-untimed 1/0");
        assertThat(healed.accepted()).isEqualTo(new AcceptedNeeds(1, 0, 1, 0, 0));
        assertThat(kinds(check(true))).isEmpty();
    }

    @Test
    void findsANeedThatNeverBecameACase() {
        accepted = List.of(desk.need(), second);

        Report report = check(true);

        assertThat(kinds(report)).isEqualTo("need-untimed 1/1");
        assertThat(report.accepted()).isEqualTo(new AcceptedNeeds(2, 0, 1, 1, 0));
    }

    @Test
    void isNotFooledByANeedOnItsWay() {
        accepted = List.of(desk.need(), second);
        meanwhile = () -> desk.desk.followNeeds(List.of(event(second)));

        Report report = check(false);

        assertThat(kinds(report)).isEmpty();
        assertThat(report.accepted()).isEqualTo(new AcceptedNeeds(2, 0, 2, 0, 0));
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void doesNotJudgeBeforeTheTopicHasBeenRead() {
        accepted = List.of(desk.need(), second);
        caughtUp = false;

        Report report = check(true);

        assertThat(kinds(report)).isEmpty();
        assertThat(report.undecided()).isEqualTo(1);
        assertThat(report.accepted()).isEqualTo(new AcceptedNeeds(2, 0, 1, 0, 1));
        assertThat(report.isComplete()).isFalse();
    }
}
