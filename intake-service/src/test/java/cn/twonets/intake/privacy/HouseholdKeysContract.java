package cn.twonets.intake.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link HouseholdKeys} must do. */
public abstract class HouseholdKeysContract {
    private static final HouseholdId ONE = new HouseholdId("household-1");
    private static final HouseholdId OTHER = new HouseholdId("household-2");
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final Erasure ERASURE = new Erasure(NOW, new PostId("assistance-office:411082"), "household-asked");

    private HouseholdKeys keys;

    /** An empty store. */
    protected abstract HouseholdKeys begin();

    @BeforeEach
    void open() {
        keys = begin();
    }

    @Test
    void findsWhatWasInserted() {
        KeptKey.Wrapped key = key(ONE, "a", "m1");
        assertThat(keys.insert(key)).isEqualTo(key);
        assertThat(keys.find(List.of(ONE, OTHER))).containsOnlyKeys(ONE).containsEntry(ONE, key);
        assertThat(keys.find(List.of())).isEmpty();
    }

    @Test
    void keepsTheFirstOfTwoKeys() {
        keys.insert(key(ONE, "a", "m1"));
        assertThat(keys.insert(key(ONE, "b", "m1"))).isEqualTo(key(ONE, "a", "m1"));
        assertThat(keys.find(List.of(ONE))).containsEntry(ONE, key(ONE, "a", "m1"));
    }

    @Test
    void neverMakesAKeyWhereOneWasDestroyed() {
        keys.insert(key(ONE, "a", "m1"));
        KeptKey.Destroyed destroyed = new KeptKey.Destroyed(ONE, ERASURE);
        assertThat(keys.destroy(destroyed)).isEqualTo(destroyed);
        assertThat(keys.insert(key(ONE, "b", "m1"))).isEqualTo(destroyed);
        keys.rewrap(key(ONE, "a", "m1"), key(ONE, "c", "m2"));
        assertThat(keys.find(List.of(ONE))).containsEntry(ONE, destroyed);
    }

    @Test
    void destroysOnceAndAlsoWhatWasNeverThere() {
        KeptKey.Destroyed first = keys.destroy(new KeptKey.Destroyed(ONE, ERASURE));
        Erasure later = new Erasure(NOW.plusSeconds(9), new PostId("assistance-office:411082"), "purpose-ended");
        assertThat(keys.destroy(new KeptKey.Destroyed(ONE, later))).isEqualTo(first);
        assertThat(keys.insert(key(ONE, "a", "m1"))).isEqualTo(first);
    }

    @Test
    void rewrapsOnlyWhatIsStillTheSame() {
        keys.insert(key(ONE, "a", "m1"));
        keys.rewrap(key(ONE, "x", "m1"), key(ONE, "b", "m2"));
        assertThat(keys.find(List.of(ONE))).containsEntry(ONE, key(ONE, "a", "m1"));
        keys.rewrap(key(ONE, "a", "m1"), key(ONE, "b", "m2"));
        assertThat(keys.find(List.of(ONE))).containsEntry(ONE, key(ONE, "b", "m2"));
    }

    @Test
    void findsKeysWrappedByOthers() {
        keys.insert(key(ONE, "a", "m1"));
        keys.insert(key(OTHER, "b", "m2"));
        keys.destroy(new KeptKey.Destroyed(new HouseholdId("household-3"), ERASURE));
        assertThat(keys.wrappedByOthersThan(Set.of("m1"), 9)).containsExactly(key(OTHER, "b", "m2"));
        assertThat(keys.wrappedByOthersThan(Set.of("m1", "m2"), 9)).isEmpty();
        assertThat(keys.wrappedByOthersThan(Set.of("m3"), 1)).hasSize(1);
    }

    @Test
    void remembersErasuresUntilTheyAreFinished() {
        IntStream.range(0, 3)
                .mapToObj(i -> new HouseholdId("household-" + i))
                .forEach(household -> keys.destroy(new KeptKey.Destroyed(household, ERASURE)));
        Instant later = NOW.plusMillis(1);
        assertThat(keys.notTakenAway(NOW, null, 9)).as("none before that instant").isEmpty();
        assertThat(keys.unfinished(NOW)).isZero();
        assertThat(keys.notTakenAway(later, null, 2)).extracting(one -> one.household().value())
                .containsExactly("household-0", "household-1");
        assertThat(keys.notTakenAway(later, ONE, 2)).extracting(KeptKey.Destroyed::household).containsExactly(OTHER);
        keys.takenAway(new KeptKey.Destroyed(ONE, ERASURE));
        assertThat(keys.notTakenAway(later, null, 9)).extracting(KeptKey.Destroyed::household)
                .containsExactly(new HouseholdId("household-0"), OTHER);
        assertThat(keys.inFiles(NOW)).isZero();
        assertThat(keys.inFiles(later)).isEqualTo(1);
        assertThat(keys.unfinished(later)).isEqualTo(3);
        keys.takenAway(new KeptKey.Destroyed(OTHER, ERASURE));
        keys.leftFiles(OTHER);
        assertThat(keys.unfinished(later)).isEqualTo(2);
        keys.takenAway(new KeptKey.Destroyed(OTHER, ERASURE));
        assertThat(keys.unfinished(later)).as("taken away once").isEqualTo(2);
        keys.leftFiles(NOW);
        assertThat(keys.inFiles(later)).isEqualTo(1);
        keys.leftFiles(later);
        assertThat(keys.unfinished(later)).isEqualTo(1);
        assertThat(keys.find(List.of(ONE))).containsEntry(ONE, new KeptKey.Destroyed(ONE, ERASURE));
    }

    private static KeptKey.Wrapped key(HouseholdId household, String key, String master) {
        return new KeptKey.Wrapped(household, "A256GCM", key, master);
    }
}
