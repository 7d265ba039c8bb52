package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.twonets.delivery.Aggregates;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Faults;
import cn.twonets.resource.testing.Recount;
import cn.twonets.resource.testing.Services;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Needs, providers, sweeps and capacity changes at random, through two processes that stop before and after any write and
 * get into each other's way: never overdrawn, nothing leaks, each wish is answered exactly once.
 */
class UnitsNeverLeakTest {
    private static final int NEEDS = 12;
    private static final int STEPS = 400;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsWithFailuresBetweenAnyTwoWrites(long seed) {
        new World(seed, pools -> pools).run(true);
    }

    @Test
    void noticesPoolsThatForgetTheirGuard() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> seeds().forEach(
                seed -> new World(seed, UnguardedPools::new).run(true))).withMessageContaining("seed ");
    }

    @Test
    void noticesHoldsThatNobodySweeps() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> seeds().forEach(seed -> new World(seed, pools -> pools).run(false)))
                .withMessageContaining("holds of");
    }

    /** A planted bug: the last writer wins. */
    private record UnguardedPools(Pools pools) implements Pools {
        @Override
        public Map<PoolId, Pool> findAll(Collection<PoolId> ids) {
            return pools.findAll(ids);
        }

        @Override
        public Set<PoolId> write(Collection<Pool> changed) {
            Map<PoolId, Pool> stored = pools.findAll(changed.stream().map(Pool::id).toList());
            return pools.write(changed.stream()
                    .map(pool -> pool.atVersion(stored.containsKey(pool.id()) ? stored.get(pool.id()).version() : 0))
                    .toList());
        }

        @Override
        public List<Pool> withHoldsBefore(java.time.Instant since, String afterId, int limit) {
            return pools.withHoldsBefore(since, afterId, limit);
        }
    }

    /** One run. */
    private static final class World {
        private final long seed;
        private final Random random;
        private final AidSide aid = new AidSide(Services.queueing("a", 2), Services.housing("b", 1),
                Services.housing("c", 3));
        private final Pools pools;
        private final AidSide.Instance steady;
        private final AidSide.Instance shaky;
        private final Map<String, CaseState> cases = new LinkedHashMap<>();
        private int step;

        World(long seed, UnaryOperator<Pools> planted) {
            this.seed = seed;
            this.random = new Random(seed);
            this.pools = planted.apply(aid.pools);
            this.steady = aid.instance(aid.records, pools);
            Faults faults = new Faults(random, 0.08, 0.25, () -> attempt(steady()));
            Aggregates<AidRecord, AidEvent> records = faults.on(aid.records);
            this.shaky = aid.instance(records, faults.on(pools));
            for (int i = 0; i < NEEDS; i++) {
                String need = "need-%04d".formatted(i);
                cases.put(need, Cases.open(need, AidKind.HOUSING));
            }
        }

        private AidSide.Instance steady() {
            return steady;
        }

        void run(boolean swept) {
            for (step = 0; step < STEPS; step++) {
                attempt(random.nextBoolean() ? shaky : steady);
            }
            drain(swept);
        }

        private void attempt(AidSide.Instance through) {
            try {
                act(through);
            } catch (Faults.Stopped stopped) {
                // the process is gone; another goes on with what is stored
                assertThat(through).isSameAs(shaky);
            }
            check();
        }

        private void check() {
            try {
                Recount.atAnyInstant(aid.pools.all(), aid.records.where(any -> true));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + " step " + step + ": " + e.getMessage(), e);
            }
        }

        private void act(AidSide.Instance through) {
            String need = "need-%04d".formatted(random.nextInt(NEEDS));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    cases.computeIfPresent(need, (id, state) -> next(state));
                    through.hearing().handle(List.of(Cases.event(cases.get(need))));
                }
                case 3 -> through.hearing().handle(IntStream.range(0, NEEDS)
                        .mapToObj("need-%04d"::formatted)
                        .filter(id -> random.nextBoolean())
                        .map(id -> Cases.event(cases.get(id)))
                        .toList());
                case 4, 5 -> provider(through, need);
                case 6 -> {
                    aid.clock.advance(Duration.ofMinutes(random.nextInt(1_500)));
                    through.due().run();
                }
                case 7 -> through.holds().run();
                case 8 -> through.due().run();
                default -> capacity(through);
            }
        }

        /** What dispatch says next: it states the next wish only after the last one's answer. */
        private CaseState next(CaseState state) {
            int answered = aid.records.find(state.need().value()).map(stored -> stored.state().answered()).orElse(0);
            int wished = state.wish() == null ? 0 : state.wish().ordinal();
            if (wished > answered) {
                return random.nextInt(3) == 0 && state.wish().wanted() ? Cases.takingBack(state, wished) : state;
            }
            return switch (random.nextInt(4)) {
                case 0 -> Cases.wanting(state, wished + 1);
                case 1 -> Cases.wanting(state, wished + 1, "b", "a");
                case 2 -> Cases.takingBack(state, wished + 1);
                default -> Cases.acknowledged(state);
            };
        }

        private void provider(AidSide.Instance through, String need) {
            var referral = aid.records.find(need).map(stored -> stored.state().referral()).orElse(null);
            if (referral == null) {
                return;
            }
            ReferralAct act = switch (random.nextInt(4)) {
                case 0 -> new ReferralAct.Deliver(AidSide.clerk(), "file:1");
                case 1 -> new ReferralAct.Accept(AidSide.clerk());
                default -> new ReferralAct.Decline(AidSide.clerk(), "other");
            };
            through.desk().act(new cn.twonets.events.NeedId(need), referral.attempt(), referral.provider(), act,
                    new cn.twonets.delivery.Cause("test", null), null, null);
        }

        private void capacity(AidSide.Instance through) {
            AidService service = aid.services.get(random.nextInt(aid.services.size()));
            PoolId id = service.pool(aid.clock.instant());
            Pool before = pools.findAll(List.of(id)).get(id);
            if (before != null) {
                pools.write(List.of(before.withTarget(before.confirmed() + random.nextInt(5))));
                through.desk().capacityCameBack(List.of(id));
            }
        }

        /** Everything heard, everything swept, then every wish taken back. */
        private void drain(boolean swept) {
            settle(swept);
            cases.replaceAll((need, state) -> {
                int answered = aid.record(need).answered();
                boolean unanswered = state.wish() != null && state.wish().ordinal() > answered;
                return unanswered && state.wish().wanted()
                        ? Cases.takingBack(state, state.wish().ordinal())
                        : state;
            });
            settle(swept);
            cases.forEach((need, state) -> {
                int wished = state.wish() == null ? 0 : state.wish().ordinal();
                assertThat(aid.record(need).answered()).as("seed %d: answered of %s", seed, need).isEqualTo(wished);
                assertThat(Recount.answers(aid.records.history(need)))
                        .as("seed %d: final answers of %s", seed, need)
                        .isEqualTo(IntStream.rangeClosed(1, wished).boxed().collect(
                                java.util.stream.Collectors.toMap(ordinal -> ordinal, ordinal -> 1)));
            });
            assertThat(aid.pools.all()).allSatisfy(
                    pool -> assertThat(pool.holds()).as("seed %d: holds of %s", seed, pool.id()).isEmpty());
        }

        private void settle(boolean swept) {
            cases.values().forEach(state -> steady.hearing().handle(List.of(Cases.event(state))));
            aid.clock.advance(Duration.ofMinutes(2));
            steady.due().run();
            if (swept) {
                steady.holds().run();
            }
            try {
                Recount.afterDrain(aid.pools.all(), aid.records.where(any -> true));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + " after drain: " + e.getMessage(), e);
            }
        }
    }
}
