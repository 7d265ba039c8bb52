package cn.twonets.resource.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every home of pools must do. */
abstract class PoolsContract {
    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    abstract Pools pools();

    private static PoolId id(String service) {
        return new PoolId(new AidServiceId(service), "2026");
    }

    private static HoldId hold(int number) {
        return new HoldId(new NeedId("need-%04d".formatted(number)), number);
    }

    @Test
    void keepsWhatIsWritten() {
        Pool pool = Pool.opened(id("rebuild"), 5)
                .reserve(hold(1), 2, AT).orElseThrow()
                .reserve(hold(2), 1, AT.plusMillis(1)).orElseThrow()
                .confirm(hold(1));

        assertThat(pools().write(List.of(pool))).isEmpty();

        assertThat(pools().findAll(List.of(pool.id(), id("none")))).containsOnlyKeys(pool.id());
        assertThat(pools().findAll(List.of(pool.id())).get(pool.id())).isEqualTo(pool.atVersion(1));
    }

    @Test
    void findsNothingForNothing() {
        assertThat(pools().findAll(List.of())).isEmpty();
        assertThat(pools().write(List.of())).isEmpty();
    }

    @Test
    void refusesTheSecondOfTwoWhoOpenAPool() {
        Pool opened = Pool.opened(id("rebuild"), 1);
        pools().write(List.of(opened.reserve(hold(1), 1, AT).orElseThrow()));

        assertThat(pools().write(List.of(opened.reserve(hold(2), 1, AT).orElseThrow()))).containsExactly(id("rebuild"));
        assertThat(pools().findAll(List.of(id("rebuild"))).get(id("rebuild")).holds()).containsOnlyKeys(hold(1));
    }

    @Test
    void writesTheOthersWhenOneWasChangedMeanwhile() {
        pools().write(List.of(Pool.opened(id("first"), 1), Pool.opened(id("second"), 1)));
        Pool first = pools().findAll(List.of(id("first"))).get(id("first"));
        Pool second = pools().findAll(List.of(id("second"))).get(id("second"));
        pools().write(List.of(first.withTarget(7)));

        Set<PoolId> lost = pools().write(List.of(first.withTarget(9), second.withTarget(9),
                Pool.opened(id("third"), 1)));

        assertThat(lost).containsExactly(id("first"));
        assertThat(pools().findAll(List.of(id("first"))).get(id("first")).target()).isEqualTo(7);
        assertThat(pools().findAll(List.of(id("second"))).get(id("second")).target()).isEqualTo(9);
        assertThat(pools().findAll(List.of(id("third")))).hasSize(1);
    }

    @Test
    void pagesThroughPoolsWithOldHolds() {
        pools().write(List.of(
                Pool.opened(id("a"), 1).reserve(hold(1), 1, AT).orElseThrow(),
                Pool.opened(id("b"), 1),
                Pool.opened(id("c"), 1).reserve(hold(2), 1, AT).orElseThrow(),
                Pool.opened(id("d"), 1).reserve(hold(3), 1, AT.plusSeconds(60)).orElseThrow()));

        List<Pool> first = pools().withHoldsBefore(AT.plusSeconds(1), "", 1);
        assertThat(first).extracting(Pool::id).containsExactly(id("a"));
        assertThat(pools().withHoldsBefore(AT.plusSeconds(1), first.getLast().id().toString(), 5))
                .extracting(Pool::id).containsExactly(id("c"));
        assertThat(pools().withHoldsBefore(AT, "", 5)).isEmpty();
    }

    /** Scarcity: many takers at once, and the count is asserted. */
    @Test
    void givesTenUnitsToTenOfFortyTakers() throws Exception {
        pools().write(List.of(Pool.opened(id("scarce"), 10)));
        try (ExecutorService takers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> taken = IntStream.rangeClosed(1, 40)
                    .mapToObj(number -> takers.submit(() -> takes(number)))
                    .toList();
            int count = 0;
            for (Future<Boolean> one : taken) {
                count += one.get() ? 1 : 0;
            }
            assertThat(count).isEqualTo(10);
        }
        Pool after = pools().findAll(List.of(id("scarce"))).get(id("scarce"));
        assertThat(after.available()).isZero();
        assertThat(after.holds()).hasSize(10);
    }

    private boolean takes(int number) {
        while (true) {
            Pool read = pools().findAll(List.of(id("scarce"))).get(id("scarce"));
            var reserved = read.reserve(hold(number), 1, AT);
            if (reserved.isEmpty()) {
                return false;
            }
            if (pools().write(List.of(reserved.get())).isEmpty()) {
                return true;
            }
        }
    }
}
