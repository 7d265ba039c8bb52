package cn.twonets.intake.privacy.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.UnreadableException;
import java.io.IOException;
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
    private static final Protected SECRET = new Protected("金丝雀");

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
    void opensLaterWhatItSealed() {
        Sealed sealed = new KeyFile(path).openOrCreate().seal(SECRET, "h1/personal");
        assertThat(sealed.text()).doesNotContain("金丝雀");
        assertThat(new KeyFile(path).open().open(sealed, "h1/personal")).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameTextDifferentlyEachTime() {
        Safe safe = new KeyFile(path).openOrCreate();
        assertThat(safe.seal(SECRET, "h1")).isNotEqualTo(safe.seal(SECRET, "h1"));
    }

    @Test
    void opensForItsOwnerOnly() {
        Safe safe = new KeyFile(path).openOrCreate();
        Sealed sealed = safe.seal(SECRET, "h1/personal");
        for (String other : List.of("h2/personal", "h1/facts", "")) {
            assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe.open(sealed, other));
        }
    }

    @Test
    void noticesAChangedText() {
        Safe safe = new KeyFile(path).openOrCreate();
        String text = safe.seal(SECRET, "h1").text();
        char changed = text.charAt(20) == 'A' ? 'B' : 'A';
        Sealed tampered = new Sealed(text.substring(0, 20) + changed + text.substring(21));
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe.open(tampered, "h1"));
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> safe.open(new Sealed("***"), "h1"));
    }

    @Test
    void opensNothingWithOtherKeys() {
        Sealed sealed = new KeyFile(path).openOrCreate().seal(SECRET, "h1");
        Safe other = new KeyFile(folder.resolve("other.json")).openOrCreate();
        assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> other.open(sealed, "h1"));
    }

    @Test
    void marksEqualValuesEquallyAndByItsKeyOnly() {
        Safe safe = new KeyFile(path).openOrCreate();
        String mark = safe.mark("identity-number", "410766196506030490");
        assertThat(mark).matches("[0-9a-f]{64}");
        assertThat(new KeyFile(path).open().mark("identity-number", "410766196506030490")).isEqualTo(mark);
        assertThat(safe.mark("request", "410766196506030490")).isNotEqualTo(mark);
        assertThat(safe.mark("identity-number", "410766196506030491")).isNotEqualTo(mark);
        Safe other = new KeyFile(folder.resolve("other.json")).openOrCreate();
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
