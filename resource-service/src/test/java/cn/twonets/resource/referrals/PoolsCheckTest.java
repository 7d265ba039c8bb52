package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.AidKind;
import cn.twonets.events.NeedId;
import cn.twonets.reconciliation.CaughtUp;
import cn.twonets.reconciliation.Ledger;
import cn.twonets.reconciliation.Report;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolFigures;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the comparison of pools with needs finds, heals, and leaves to those who are about to settle it. */
class PoolsCheckTest {
    private static final String LIVE = "need-0001";
    private static final String DELIVERED = "need-0002";
    private static final String DECLINED = "need-0003";
    private static final String NEVER_HEARD_OF = "need-0009";

    private final AidSide aid = new AidSide(Services.housing("rebuild", 9));
    /** What happens while the check waits a moment. */
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void threeNeedsAndSomeTime() {
        for (String need : List.of(LIVE, DELIVERED, DECLINED)) {
            aid.hear(Cases.wanting(Cases.open(need, AidKind.HOUSING), 1, "rebuild"));
        }
        assertThat(aid.accept(DELIVERED)).isInstanceOf(ActResult.Done.class);
        assertThat(aid.deliver(DELIVERED)).isInstanceOf(ActResult.Done.class);
        assertThat(aid.decline(DECLINED)).isInstanceOf(ActResult.Done.class);
        aid.clock.advance(Duration.ofMinutes(5));
    }

    private Report run(boolean heal) {
        return run(heal, aid.pools);
    }

    private Report run(boolean heal, PoolFigures.Source pools) {
        Ledger ledger = new Ledger(heal);
        new PoolsCheck(pools, aid.records, aid.instance().holds(), ReferralSettings.DEFAULTS, new CaughtUp() {
            @Override
            public boolean await(Subscription<?, ?> subscription) {
                throw new AssertionError("pools follow no topic");
            }

            @Override
            public void moment(int look) {
                meanwhile.run();
            }
        }, aid.clock).run(ledger);
        return ledger.report();
    }

    /** Kind, found, remaining, and about what. */
    private static List<String> told(Report report) {
        return report.differences().stream()
                .map(kind -> kind.code() + " " + kind.found() + " " + kind.remaining() + " "
                        + kind.examples().getFirst().subject() + " (" + kind.examples().getFirst().detail() + ")")
                .toList();
    }

    private void change(UnaryOperator<Pool> by) {
        assertThat(aid.pools.write(List.of(by.apply(aid.pool("rebuild"))))).isEmpty();
    }

    private static HoldId hold(String need) {
        return new HoldId(new NeedId(need), 1);
    }

    private PoolId pool() {
        return aid.pool("rebuild").id();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsNothingWhereNeedsAndPoolsAgree(boolean heal) {
        Report report = run(heal);
        assertThat(told(report)).isEmpty();
        assertThat(report.undecided()).isZero();
        assertThat(report.walked()).contains(new Report.Walked("pools", 1), new Report.Walked("holds", 1),
                new Report.Walked("aid records", 3));
    }

    @ParameterizedTest
    @CsvSource({NEVER_HEARD_OF + ", voided", DECLINED + ", released", DELIVERED + ", given"})
    void findsAndHealsAHoldThatACrashLeftBehind(String need, String outcome) {
        Instant then = aid.clock.instant().minus(Duration.ofMinutes(2));
        boolean given = outcome.equals("given");
        change(pool -> {
            Pool before = given
                    ? new Pool(pool.id(), pool.version(), pool.edits(), pool.target(), pool.available() + 1,
                            pool.confirmed() - 1, pool.holds())
                    : pool;
            return before.reserve(hold(need), 1, then).orElseThrow();
        });
        String difference = hold(need) + " (" + pool() + ": to be " + outcome + ")";

        assertThat(told(run(false))).containsExactly("hold-without-referral 1 1 " + difference);
        assertThat(aid.pool("rebuild").holds()).as("only told").containsKey(hold(need));

        assertThat(told(run(true))).containsExactly("hold-without-referral 1 0 " + difference);
        assertThat(aid.pool("rebuild").holds()).containsOnlyKeys(hold(LIVE));
        assertThat(aid.pool("rebuild").confirmed()).isEqualTo(1);
        assertThat(aid.pool("rebuild").available()).isEqualTo(7);
        assertThat(told(run(false))).isEmpty();
    }

    @Test
    void leavesAYoungHoldToWhoeverReservedIt() {
        change(pool -> pool.reserve(hold(NEVER_HEARD_OF), 1, aid.clock.instant()).orElseThrow());
        assertThat(told(run(true))).isEmpty();
        assertThat(aid.pool("rebuild").holds()).containsKey(hold(NEVER_HEARD_OF));
    }

    @Test
    void takesNoHoldForADifferenceThatIsSettledMeanwhile() {
        change(pool -> pool.reserve(hold(DECLINED), 1, aid.clock.instant().minus(Duration.ofMinutes(2)))
                .orElseThrow());
        meanwhile = () -> aid.instance().holds().run();
        assertThat(told(run(false))).isEmpty();
    }

    @Test
    void findsARunningReferralWhoseUnitsNobodyHolds() {
        change(pool -> pool.release(hold(LIVE)));
        assertThat(told(run(true))).containsExactly(
                "referral-without-hold 1 1 " + hold(LIVE) + " (" + pool() + ": 1 units)");
    }

    @Test
    void findsAHoldOfAnotherAmountThanItsReferral() {
        change(pool -> pool.release(hold(LIVE))
                .reserve(hold(LIVE), 3, aid.clock.instant().minus(Duration.ofMinutes(2)))
                .orElseThrow());
        assertThat(told(run(true))).containsExactly(
                "hold-amount 1 1 " + hold(LIVE) + " (" + pool() + ": held 3, referral 1)");
    }

    @Test
    void findsAPoolThatCountsOtherGivenUnitsThanTheNeeds() {
        change(pool -> new Pool(pool.id(), pool.version(), pool.edits(), pool.target(), pool.available() - 2,
                pool.confirmed() + 2, pool.holds()));
        assertThat(told(run(true))).containsExactly(
                "pool-given 1 1 " + pool() + " (pool says 3, needs say 1)");
    }

    @Test
    void findsAPoolThatIsGone() {
        Report report = run(false, seen(figures -> null));
        assertThat(told(report)).containsExactlyInAnyOrder(
                "referral-without-hold 1 1 " + hold(LIVE) + " (" + pool() + ": 1 units)",
                "pool-given 1 1 " + pool() + " (pool says 0, needs say 1)");
    }

    @Test
    void findsPoolsWhoseOwnNumbersAreWrong() {
        assertThat(told(run(false, seen(figures -> with(figures, figures.version(), figures.available() - 1,
                figures.confirmed()))))).containsExactly(
                        "pool-sum 1 1 " + pool() + " (target 9, free 6, held 1, given 1)");
        assertThat(told(run(false, seen(figures -> with(figures, figures.version(), -1, figures.confirmed())))))
                .containsExactly("pool-overdrawn 1 1 " + pool() + " (target 9, free -1, held 1, given 1)");
    }

    @Test
    void judgesNoPoolThatMovesWhileItIsCounted() {
        long[] version = {10};
        Report report = run(false, seen(figures -> with(figures, version[0]++, figures.available() - 1,
                figures.confirmed() + 1)));
        assertThat(told(report)).isEmpty();
        assertThat(report.undecided()).isEqualTo(1);
    }

    @Test
    void takesNoDeliveryForADifferenceThatHappensWhileItCounts() {
        assertThat(aid.accept(LIVE)).isInstanceOf(ActResult.Done.class);
        boolean[] delivered = {false};
        Report report = run(false, new Seen(figures -> figures) {
            @Override
            public List<PoolFigures> figuresAfter(String afterId, int limit) {
                List<PoolFigures> before = super.figuresAfter(afterId, limit);
                if (!delivered[0]) {
                    delivered[0] = true;
                    assertThat(aid.deliver(LIVE)).isInstanceOf(ActResult.Done.class);
                }
                return before;
            }
        });
        assertThat(told(report)).isEmpty();
        assertThat(report.undecided()).isZero();
    }

    private static PoolFigures with(PoolFigures figures, long version, int available, int confirmed) {
        return new PoolFigures(figures.id(), version, figures.target(), available, confirmed, figures.holds());
    }

    private PoolFigures.Source seen(UnaryOperator<PoolFigures> as) {
        return new Seen(as);
    }

    /** The pools as somebody changed them by hand; those made null are gone. */
    private class Seen implements PoolFigures.Source {
        private final UnaryOperator<PoolFigures> as;

        Seen(UnaryOperator<PoolFigures> as) {
            this.as = as;
        }

        @Override
        public Map<PoolId, PoolFigures> figures(Collection<PoolId> ids) {
            return aid.pools.figures(ids).values().stream().map(as).filter(figures -> figures != null)
                    .collect(Collectors.toMap(PoolFigures::id, figures -> figures));
        }

        @Override
        public List<PoolFigures> figuresAfter(String afterId, int limit) {
            return aid.pools.figuresAfter(afterId, limit).stream().map(as).filter(figures -> figures != null).toList();
        }
    }
}
