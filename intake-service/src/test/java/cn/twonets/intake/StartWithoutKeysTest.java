package cn.twonets.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.EnvelopeSafe;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.intake.privacy.tink.UnusableKeysException;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service without its keys, or with other keys than its data's, stops with one clear sentence. */
@ExtendWith(OutputCaptureExtension.class)
class StartWithoutKeysTest {
    @TempDir
    private static Path audit;

    @Test
    void namesTheFileThatIsMissing(@TempDir Path folder, CapturedOutput output) {
        Path missing = folder.resolve("keys.json");
        assertThatThrownBy(() -> start("--twonets.intake.key-file=" + missing))
                .hasRootCauseInstanceOf(NoSuchFileException.class);
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START", missing + " does not exist",
                "twonets.intake.key-file").doesNotContain("\tat cn.twonets");
        assertThat(missing).doesNotExist();
    }

    @Test
    void saysThatNothingWithKeysIsNamed(CapturedOutput output) {
        assertThatThrownBy(() -> start("--twonets.mongo.database=intake"))
                .hasRootCauseInstanceOf(UnusableKeysException.class);
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START", "neither a key file");
    }

    @Test
    void refusesKeysThatAreNoneAndQuotesNothing(CapturedOutput output) {
        assertThatThrownBy(() -> start("--twonets.intake.keys=CANARY"))
                .hasRootCauseInstanceOf(UnusableKeysException.class);
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START", "twonets.intake.keys")
                .doesNotContain("CANARY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"households", "household_keys"})
    void makesNoNewKeysBesideOldData(String collection, @TempDir Path folder, CapturedOutput output) {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")))) {
            try (MongoClient client = MongoClients.create(store.connectionString())) {
                client.getDatabase("intake").getCollection(collection).insertOne(new Document("_id", "household-1"));
            }
            assertThatThrownBy(
                    () -> start("--twonets.data=" + folder, "--twonets.mongo.uri=" + store.connectionString()))
                    .hasRootCauseInstanceOf(UnusableKeysException.class);
        }
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START",
                folder.resolve("intake/keys.json") + " does not exist, but the store holds");
        assertThat(folder.resolve("intake/keys.json")).doesNotExist();
    }

    @Test
    void refusesOtherKeysThanTheDatas(@TempDir Path folder, CapturedOutput output) {
        Path other = folder.resolve("other.json");
        new KeyFile(other).openOrCreate();
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")))) {
            try (MongoClient client = MongoClients.create(store.connectionString())) {
                new EnvelopeSafe(
                        new KeyFile(folder.resolve("own.json")).openOrCreate(),
                        new StoredKeys(client.getDatabase("intake")))
                        .seal(new Protected("CANARY"), new Owner(new HouseholdId("household-1"), "personal"));
            }
            assertThatThrownBy(() -> start("--twonets.intake.key-file=" + other,
                    "--twonets.mongo.uri=" + store.connectionString()))
                    .hasRootCauseInstanceOf(UnusableKeysException.class);
        }
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START", "are wrapped with master key "
                + new KeyFile(folder.resolve("own.json")).masters().getFirst().name());
        assertThat(Files.exists(other)).isTrue();
    }

    private static void start(String... arguments) {
        String[] all = new String[arguments.length + 5];
        all[0] = "--server.port=0";
        all[1] = "--twonets.issuer.uri=http://127.0.0.1:1";
        all[2] = "--twonets.issuer.jwks-uri=http://127.0.0.1:1/jwks";
        all[3] = "--twonets.audit.folder=" + audit;
        all[4] = "--management.server.port=0";
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        IntakeApplication.start(all);
    }
}
