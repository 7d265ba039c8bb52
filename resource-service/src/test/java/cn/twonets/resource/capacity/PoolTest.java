package cn.twonets.resource.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");
    private static final PoolId ID = new PoolId(new AidServiceId("rebuild"), "2026");

    private static HoldId hold(int number) {
        return new HoldId(new NeedId("need-%04d".formatted(number)), 1);
    }

    private static Pool reserved(Pool pool, int... numbers) {
        Pool after = pool;
        for (int number : numbers) {
            after = after.reserve(hold(number), 1, AT).orElseThrow();
        }
        return after;
    }

    @Test
    void givesNoMoreThanItHas() {
        Pool full = reserved(Pool.opened(ID, 2), 1, 2);

        assertThat(full.reserve(hold(3), 1, AT)).isEmpty();
        assertThat(full.available()).isZero();
        assertThat(full.capacity()).isEqualTo(2);
    }

    @Test
    void reservesTheSameHoldOnce() {
        Pool once = reserved(Pool.opened(ID, 2), 1);

        assertThat(once.reserve(hold(1), 1, AT)).containsSame(once);
    }

    @Test
    void settlesAHoldOnce() {
        Pool confirmed = reserved(Pool.opened(ID, 2), 1).confirm(hold(1));

        assertThat(confirmed.confirmed()).isEqualTo(1);
        assertThat(confirmed.confirm(hold(1))).isSameAs(confirmed);
        assertThat(confirmed.release(hold(1))).isSameAs(confirmed);
    }

    @ParameterizedTest(name = "capacity 5, {0} held, {1} given, set to {2}: {3} free, capacity {4}")
    @CsvSource({"0, 0, 8, 8, 8", "2, 1, 8, 5, 8", "2, 1, 3, 0, 3", "2, 1, 4, 1, 4", "3, 1, 2, 0, 4", "0, 3, 0, 0, 3"})
    void keepsALowerCapacityAsATarget(int held, int given, int units, int free, int capacity) {
        Pool pool = Pool.opened(ID, 5);
        for (int i = 0; i < given; i++) {
            pool = reserved(pool, i).confirm(hold(i));
        }
        for (int i = given; i < given + held; i++) {
            pool = reserved(pool, i);
        }

        Pool set = pool.withTarget(units);

        assertThat(set.available()).isEqualTo(free);
        assertThat(set.capacity()).isEqualTo(capacity);
        assertThat(set.target()).isEqualTo(units);
        assertThat(set.edits()).isEqualTo(pool.edits() + 1);
    }

    @Test
    void lowersToTheTargetAsHoldsComeBack() {
        Pool pool = reserved(Pool.opened(ID, 3), 1, 2, 3).withTarget(1);

        pool = pool.release(hold(1)).release(hold(2));
        assertThat(pool.available()).isZero();
        assertThat(pool.capacity()).isEqualTo(1);
        pool = pool.release(hold(3));
        assertThat(pool.available()).isEqualTo(1);
        assertThat(pool.capacity()).isEqualTo(1);
    }

    @Test
    void refusesNumbersThatDoNotAddUp() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Pool(ID, 0, 1, 3, -1, 0, new java.util.TreeMap<>()));
        assertThatIllegalArgumentException().isThrownBy(
                () -> new Pool(ID, 0, 1, 3, 2, 2, new java.util.TreeMap<>()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21})
    void addsUpAfterAnything(long seed) {
        Random random = new Random(seed);
        Pool pool = Pool.opened(ID, random.nextInt(20));
        List<HoldId> live = new ArrayList<>();
        Set<HoldId> given = new HashSet<>();
        for (int step = 0; step < 3_000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    HoldId next = hold(step);
                    Optional<Pool> after = pool.reserve(next, 1 + random.nextInt(3), AT);
                    if (after.isPresent()) {
                        live.add(next);
                        pool = after.get();
                    }
                }
                case 2 -> {
                    if (!live.isEmpty()) {
                        pool = pool.release(live.remove(random.nextInt(live.size())));
                    }
                }
                case 3 -> {
                    if (!live.isEmpty() && random.nextInt(4) == 0) {
                        HoldId done = live.remove(random.nextInt(live.size()));
                        given.add(done);
                        pool = pool.confirm(done);
                    }
                }
                default -> pool = random.nextInt(20) == 0 ? pool.withTarget(random.nextInt(40)) : pool;
            }
            assertThat(pool.available()).as("seed %d step %d", seed, step).isNotNegative();
            assertThat(pool.available() + pool.held() + pool.confirmed()).isEqualTo(pool.capacity());
            assertThat(pool.holds()).containsOnlyKeys(live);
            assertThat(pool.capacity()).isGreaterThanOrEqualTo(pool.target());
            assertThat(pool.available() == 0 || pool.capacity() == pool.target()).isTrue();
        }
        assertThat(given.isEmpty()).isEqualTo(pool.confirmed() == 0);
    }
}
