package cn.twonets.intake.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.intake.privacy.tink.KeyFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envelopes: a key for each household, wrapped by a master key. */
class EnvelopeSafeTest {
    private static final Protected SECRET = new Protected("金丝雀");
    private static final HouseholdId HOUSEHOLD = new HouseholdId("household-1");
    private static final HouseholdId OTHER = new HouseholdId("household-2");
    private static final Owner OWNER = new Owner(HOUSEHOLD, "personal");
    private static final Erasure ERASURE = new Erasure(Instant.parse("2026-03-02T01:00:00Z"),
            new PostId("assistance-office:411082"), "household-asked");

    @TempDir
    Path folder;
    private final KeysInMemory keys = new KeysInMemory();
    private KeyFile file;
    private long nanos;

    @BeforeEach
    void makeFile() {
        file = new KeyFile(folder.resolve("keys.json"));
        file.openOrCreate();
    }

    private EnvelopeSafe safe() {
        return new EnvelopeSafe(file.open(), keys, () -> nanos);
    }

    @Test
    void opensLaterWhatItSealedAndNamesTheAlgorithm() {
        Sealed sealed = safe().seal(SECRET, OWNER);
        assertThat(sealed.text()).startsWith("A256GCM:").doesNotContain("金丝雀");
        assertThat(safe().open(sealed, OWNER)).isEqualTo(SECRET);
        assertThat(keys.find(List.of(HOUSEHOLD)).get(HOUSEHOLD))
                .isInstanceOfSatisfying(KeptKey.Wrapped.class, kept -> {
                    assertThat(kept.algorithm()).isEqualTo("A256GCM");
                    assertThat(kept.master()).isEqualTo(file.masters().getFirst().name());
                });
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        EnvelopeSafe safe = safe();
        assertThat(safe.seal(SECRET, OWNER)).isNotEqualTo(safe.seal(SECRET, OWNER));
    }

    @Test
    void opensForItsOwnerOnly() {
        EnvelopeSafe safe = safe();
        Sealed sealed = safe.seal(SECRET, OWNER);
        safe.seal(SECRET, new Owner(OTHER, "personal"));
        for (Owner other : List.of(new Owner(OTHER, "personal"), new Owner(HOUSEHOLD, "facts"),
                new Owner(new HouseholdId("household-3"), "personal"))) {
            assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe.open(sealed, other));
        }
    }

    @Test
    void aKeyDoesNotUnwrapForAnotherHousehold() {
        EnvelopeSafe safe = safe();
        Sealed sealed = safe.seal(SECRET, OWNER);
        KeptKey.Wrapped moved = (KeptKey.Wrapped) keys.find(List.of(HOUSEHOLD)).get(HOUSEHOLD);
        keys.insert(new KeptKey.Wrapped(OTHER, moved.algorithm(), moved.key(), moved.master()));
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> safe.open(sealed, new Owner(OTHER, "personal")));
    }

    @ParameterizedTest
    @CsvSource({"A256GCM, AAAA", "SM4GCM, "})
    void aKeyThatCannotBeHadKeepsNoOtherFromBeingUsed(String algorithm, @Nullable String key) {
        Sealed sealed = safe().seal(SECRET, OWNER);
        KeptKey.Wrapped good = (KeptKey.Wrapped) keys.find(List.of(HOUSEHOLD)).get(HOUSEHOLD);
        String wrapped = key == null ? file.open().wrap(new byte[16], OTHER) : key;
        keys.insert(new KeptKey.Wrapped(OTHER, algorithm, wrapped, good.master()));

        EnvelopeSafe safe = safe();
        assertThat(safe.prepare(List.of(OTHER, HOUSEHOLD))).isEmpty();
        assertThat(safe.open(sealed, OWNER)).isEqualTo(SECRET);
        Owner other = new Owner(OTHER, "personal");
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe.open(sealed, other));
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe.seal(SECRET, other));
    }

    @Test
    void noticesAChangedText() {
        EnvelopeSafe safe = safe();
        String text = safe.seal(SECRET, OWNER).text();
        char changed = text.charAt(20) == 'A' ? 'B' : 'A';
        for (String tampered : List.of(text.substring(0, 20) + changed + text.substring(21), text.substring(0, 30),
                "A256GCM:", "A256GCM:***", "SM4GCM:" + text.substring(8), "***")) {
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> safe.open(new Sealed(tampered), OWNER));
        }
    }

    @Test
    void asksTheStoreOnceForManyAndThenNoMoreForAWhile() {
        List<HouseholdId> many = IntStream.range(0, 100).mapToObj(i -> new HouseholdId("household-" + i)).toList();
        many.forEach(household -> safe().seal(SECRET, new Owner(household, "personal")));
        EnvelopeSafe fresh = safe();
        keys.questions = 0;
        assertThat(fresh.prepare(many)).isEmpty();
        many.forEach(household -> fresh.seal(SECRET, new Owner(household, "facts")));
        assertThat(keys.questions).isEqualTo(1);
        fresh.prepare(many);
        assertThat(keys.questions).isEqualTo(1);
        nanos += EnvelopeSafe.LONGEST_MEMORY.toNanos() + 1;
        fresh.prepare(many);
        assertThat(keys.questions).isEqualTo(2);
    }

    @Test
    void readsNothingOfAnErasedHouseholdAndSealsNothing() {
        EnvelopeSafe safe = safe();
        Sealed sealed = safe.seal(SECRET, OWNER);
        assertThat(safe.erase(HOUSEHOLD, ERASURE)).isEqualTo(ERASURE);
        assertThat(safe.prepare(List.of(HOUSEHOLD, OTHER))).containsExactly(HOUSEHOLD);
        for (EnvelopeSafe any : List.of(safe, safe())) {
            assertThatExceptionOfType(ErasedException.class).isThrownBy(() -> any.open(sealed, OWNER));
            assertThatExceptionOfType(ErasedException.class).isThrownBy(() -> any.seal(SECRET, OWNER));
        }
        Erasure later = new Erasure(ERASURE.at().plusSeconds(9), ERASURE.by(), "purpose-ended");
        assertThat(safe.erase(HOUSEHOLD, later)).as("the first one stands").isEqualTo(ERASURE);
    }

    @Test
    void anotherInstanceForgetsAnErasedKeyWithinAMinute() {
        EnvelopeSafe here = safe();
        EnvelopeSafe there = safe();
        Sealed sealed = here.seal(SECRET, OWNER);
        assertThat(there.open(sealed, OWNER)).isEqualTo(SECRET);
        here.erase(HOUSEHOLD, ERASURE);
        nanos += EnvelopeSafe.LONGEST_MEMORY.toNanos() + 1;
        assertThatExceptionOfType(ErasedException.class).isThrownBy(() -> there.open(sealed, OWNER));
    }

    @Test
    void aKeyReadJustBeforeAnErasureDoesNotOutliveIt() {
        KeyCache cache = new KeyCache(10, EnvelopeSafe.LONGEST_MEMORY, () -> nanos);
        cache.put(HOUSEHOLD, Algorithm.A256GCM, null);
        cache.put(HOUSEHOLD, Algorithm.A256GCM, Algorithm.A256GCM.key(new byte[32]));
        assertThat(cache.get(HOUSEHOLD)).isNotNull().extracting(KeyCache.Known::key).isNull();
    }

    @Test
    void theLeastUsedKeyMakesRoom() {
        KeyCache cache = new KeyCache(2, EnvelopeSafe.LONGEST_MEMORY, () -> nanos);
        cache.put(HOUSEHOLD, Algorithm.A256GCM, Algorithm.A256GCM.key(new byte[32]));
        cache.put(OTHER, Algorithm.A256GCM, Algorithm.A256GCM.key(new byte[32]));
        cache.get(HOUSEHOLD);
        cache.put(new HouseholdId("household-3"), Algorithm.A256GCM, Algorithm.A256GCM.key(new byte[32]));
        assertThat(cache.get(HOUSEHOLD)).isNotNull();
        assertThat(cache.get(OTHER)).isNull();
    }

    @Test
    void opensWhatWasSealedBeforeHouseholdsHadKeys() throws Exception {
        Sealed old = SealedDirectly.with(folder.resolve("keys.json"), SECRET, OWNER.text());
        EnvelopeSafe safe = safe();
        assertThat(safe.open(old, OWNER)).isEqualTo(SECRET);
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> safe.open(old, new Owner(OTHER, "personal")));
        assertThat(keys.find(List.of(HOUSEHOLD))).as("reading makes no key").isEmpty();
        safe.erase(HOUSEHOLD, ERASURE);
        assertThatExceptionOfType(ErasedException.class).isThrownBy(() -> safe.open(old, OWNER));
    }

    @Test
    void sealsAnewWhatAMasterKeySealedSoThatItCanBeTakenAway() throws Exception {
        Sealed old = SealedDirectly.with(folder.resolve("keys.json"), SECRET, OWNER.text());
        String first = file.masters().getFirst().name();
        file.promote(file.add());
        Sealed anew = safe().reseal(old, OWNER).orElseThrow();
        assertThat(anew.isDirect()).isFalse();
        file.retire(first);
        assertThat(safe().open(anew, OWNER)).isEqualTo(SECRET);
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe().open(old, OWNER));
        assertThat(safe().reseal(old, OWNER)).as("nobody can open it").isEmpty();
        safe().erase(HOUSEHOLD, ERASURE);
        assertThat(safe().reseal(old, OWNER)).as("erased").isEmpty();
    }

    @Test
    void touchesNothingWithOtherMasterKeysThanTheStores() {
        Sealed sealed = safe().seal(SECRET, OWNER);
        KeyFile another = new KeyFile(folder.resolve("another.json"));
        EnvelopeSafe wrong = new EnvelopeSafe(another.openOrCreate(), keys, () -> nanos);
        assertThatExceptionOfType(WrongMasterKeysException.class).isThrownBy(wrong::check)
                .withMessageContaining(file.masters().getFirst().name());
        assertThatExceptionOfType(WrongMasterKeysException.class).isThrownBy(() -> wrong.open(sealed, OWNER));
        assertThatExceptionOfType(WrongMasterKeysException.class)
                .isThrownBy(() -> wrong.seal(SECRET, new Owner(OTHER, "personal")));
        assertThat(keys.find(List.of(OTHER))).isEmpty();
    }

    @Test
    void rotatesTheMasterKeyWithoutAnyTextChanging() {
        EnvelopeSafe before = safe();
        Sealed sealed = before.seal(SECRET, OWNER);
        String old = file.masters().getFirst().name();
        String fresh = file.add();
        EnvelopeSafe between = safe();
        assertThat(between.seal(SECRET, new Owner(OTHER, "personal"))).isNotNull();
        assertThat(masters()).containsOnly(old);
        assertThat(between.rewrap()).isZero();
        file.promote(fresh);
        assertThat(safe().rewrap()).isEqualTo(2);
        assertThat(masters()).containsOnly(fresh);
        file.retire(old);
        EnvelopeSafe after = safe();
        after.check();
        assertThat(after.open(sealed, OWNER)).isEqualTo(SECRET);
        assertThat(after.rewrap()).isZero();
    }

    @Test
    void aKeyThatCannotBeUnwrappedKeepsNoOtherFromBeingWrapped() {
        String old = file.masters().getFirst().name();
        keys.insert(new KeptKey.Wrapped(OTHER, "A256GCM", "AAAA", old));
        safe().seal(SECRET, OWNER);
        String fresh = file.add();
        file.promote(fresh);
        assertThat(safe().rewrap()).isEqualTo(1);
        assertThat(masters()).containsExactlyInAnyOrder(old, fresh);
    }

    private Set<String> masters() {
        return Set.copyOf(keys.find(List.of(HOUSEHOLD, OTHER))
                .values()
                .stream()
                .map(kept -> ((KeptKey.Wrapped) kept).master())
                .toList());
    }
}
