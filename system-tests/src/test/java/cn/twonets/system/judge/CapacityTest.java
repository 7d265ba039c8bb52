package cn.twonets.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** I5, I6 and I7: pools are recounted from the needs, and every way not to add up is seen. */
class CapacityTest {
    private static final String POOL = "house-repair/2026";

    private final Verdict verdict = new Verdict();
    private final Capacity capacity = new Capacity(verdict);

    private static Kept need(String id, String status, Kept.@Nullable Reservation live, Kept.Reservation... delivered) {
        return new Kept(id, 0, 1, List.of(), false, null, null,
                new Kept.Aid(1, live, List.of(delivered), status, 0));
    }

    private static Kept.Reservation reservation(int attempt) {
        return new Kept.Reservation(attempt, POOL, 1);
    }

    private void judge(int available, int confirmed, Set<Kept.Hold> holds, Kept... needs) {
        capacity.afterDrain(Map.of(POOL, new Kept.Pool(POOL, 10, available, confirmed, holds)), List.of(needs));
    }

    @Test
    void acceptsWhatAddsUp() {
        judge(8, 1, Set.of(new Kept.Hold("a", 1, 1)), need("a", "OFFERED", reservation(1)),
                need("b", "DELIVERED", null, reservation(1)), need("c", "DECLINED", null));
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void seesAnOverdrawnPool() {
        judge(-1, 11, Set.of());
        assertThat(verdict.count(Invariant.I5)).isPositive();
    }

    @Test
    void seesUnitsThatLeaked() {
        judge(8, 1, Set.of(), need("b", "DELIVERED", null, reservation(1)));
        assertThat(verdict.count(Invariant.I5)).isPositive();
    }

    @Test
    void seesAHoldThatWasSettledTwice() {
        judge(8, 2, Set.of(), need("b", "DELIVERED", null, reservation(1)));
        assertThat(verdict.count(Invariant.I7)).isPositive();
    }

    @Test
    void seesAnOrphanHold() {
        judge(9, 0, Set.of(new Kept.Hold("c", 1, 1)), need("c", "CANCELLED", null));
        assertThat(verdict.count(Invariant.I7)).isPositive();
    }

    @Test
    void seesAReservationThatThePoolLacks() {
        judge(10, 0, Set.of(), need("a", "OFFERED", reservation(1)));
        assertThat(verdict.count(Invariant.I5)).isPositive();
    }

    @Test
    void seesTwoHoldsOfOneNeed() {
        judge(8, 0, Set.of(new Kept.Hold("a", 1, 1), new Kept.Hold("a", 2, 1)), need("a", "OFFERED", reservation(2)));
        assertThat(verdict.count(Invariant.I6)).isPositive();
    }
}
