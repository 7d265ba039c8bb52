package cn.twonets.intake.privacy.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final HouseholdId HOUSEHOLD = new HouseholdId("household-1");

    @TempDir
    Path folder;
    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("intake/keys.json");
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        new KeyFile(path).openOrCreate();
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(path.getParent())) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void unwrapsLaterWhatItWrapped() {
        String wrapped = new KeyFile(path).openOrCreate().wrap(KEY, HOUSEHOLD);
        assertThat(new KeyFile(path).open().unwrap(wrapped, HOUSEHOLD)).isEqualTo(KEY);
    }

    @Test
    void unwrapsForItsHouseholdOnlyAndNothingThatWasChanged() {
        TinkKeys keys = new KeyFile(path).openOrCreate();
        String wrapped = keys.wrap(KEY, HOUSEHOLD);
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> keys.unwrap(wrapped, new HouseholdId("household-2")));
        char changed = wrapped.charAt(20) == 'A' ? 'B' : 'A';
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(() -> keys.unwrap(wrapped.substring(0, 20) + changed + wrapped.substring(21), HOUSEHOLD));
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> keys.unwrap("***", HOUSEHOLD));
        TinkKeys other = new KeyFile(folder.resolve("other.json")).openOrCreate();
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> other.unwrap(wrapped, HOUSEHOLD));
    }

    @Test
    void isAlsoTakenByItsContent() throws IOException {
        String wrapped = new KeyFile(path).openOrCreate().wrap(KEY, HOUSEHOLD);
        assertThat(KeyFile.of(Files.readString(path)).unwrap(wrapped, HOUSEHOLD)).isEqualTo(KEY);
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> KeyFile.of("CANARY"))
                .withMessageNotContaining("CANARY")
                .withNoCause();
    }

    @Test
    void rotatesInThreeStepsAndStaysForItsOwnerAlone() throws IOException {
        KeyFile file = new KeyFile(path);
        TinkKeys before = file.openOrCreate();
        String wrapped = before.wrap(KEY, HOUSEHOLD);
        String old = before.primary();
        String mark = before.mark("p", "v");

        String fresh = file.add();
        assertThat(file.masters()).containsExactly(new KeyFile.Master(old, true), new KeyFile.Master(fresh, false));
        assertThat(file.open().known()).containsExactlyInAnyOrder(old, fresh);
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> file.retire(old))
                .withMessageContaining("promote another one first");

        file.promote(fresh);
        assertThat(file.open().primary()).isEqualTo(fresh);
        assertThat(file.open().unwrap(wrapped, HOUSEHOLD)).isEqualTo(KEY);
        assertThat(file.open().mark("p", "v")).as("marks stay as they were").isEqualTo(mark);

        file.retire(old);
        assertThat(file.masters()).containsExactly(new KeyFile.Master(fresh, true));
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> file.open().unwrap(wrapped, HOUSEHOLD));
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> file.promote(old))
                .withMessageContaining("has no master key " + old);
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(path.getParent())) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void marksEqualValuesEquallyAndByItsKeyOnly() {
        TinkKeys safe = new KeyFile(path).openOrCreate();
        String mark = safe.mark("identity-number", "410766196506030490");
        assertThat(mark).matches("[0-9a-f]{64}");
        assertThat(new KeyFile(path).open().mark("identity-number", "410766196506030490")).isEqualTo(mark);
        assertThat(safe.mark("request", "410766196506030490")).isNotEqualTo(mark);
        assertThat(safe.mark("identity-number", "410766196506030491")).isNotEqualTo(mark);
        TinkKeys other = new KeyFile(folder.resolve("other.json")).openOrCreate();
        assertThat(other.mark("identity-number", "410766196506030490")).isNotEqualTo(mark);
    }

    @Test
    void isNeverMadeAnew() throws IOException {
        new KeyFile(path).openOrCreate();
        String before = Files.readString(path);
        new KeyFile(path).openOrCreate();
        assertThat(Files.readString(path)).isEqualTo(before);
    }

    @Test
    void isTheSameForAllWhoMakeItAtOnce() throws Exception {
        Set<String> marks = new HashSet<>();
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(many.submit(() -> new KeyFile(path).openOrCreate().mark("p", "v")));
            }
            for (Future<String> result : results) {
                marks.add(result.get());
            }
        }
        assertThat(marks).hasSize(1);
    }

    @Test
    void isMissedByName() {
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> new KeyFile(path).open())
                .withMessageContaining(path.toString())
                .withMessageContaining("does not exist");
        assertThat(path).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
    void isRefusedWhenOthersMayReadIt(String permissions) throws IOException {
        new KeyFile(path).openOrCreate();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> new KeyFile(path).openOrCreate())
                .withMessageContaining("open to other users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "CANARY", "{\"sealing\": \"CANARY\", \"marking\": \"CANARY\"}"})
    void isRefusedUnquotedWhenItIsSomethingElse(String content) throws IOException {
        new KeyFile(path).openOrCreate();
        Files.writeString(path, content);
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> new KeyFile(path).open())
                .withMessageContaining("is not a key file")
                .withMessageNotContaining("CANARY")
                .withNoCause();
    }

    @Test
    void isRefusedWhenItIsAFolder() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        assertThatExceptionOfType(UnusableKeysException.class).isThrownBy(() -> new KeyFile(path).openOrCreate())
                .withMessageContaining("cannot be read");
    }
}
