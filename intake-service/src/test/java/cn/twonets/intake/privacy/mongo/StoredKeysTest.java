package cn.twonets.intake.privacy.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.HouseholdKeys;
import cn.twonets.intake.privacy.HouseholdKeysContract;
import cn.twonets.intake.privacy.KeptKey;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real store: the server that {@code TWONETS_TEST_MONGODB_URI} names, else the embedded one. */
class StoredKeysTest extends HouseholdKeysContract {
    private static final String NAMED = System.getenv("TWONETS_TEST_MONGODB_URI");
    private static Path folder;
    private static EmbeddedStore store;
    private static MongoClient client;

    @BeforeAll
    static void open(@TempDir Path temporary) {
        folder = temporary;
        store = EmbeddedStore.open(StoreSettings.in(folder));
        client = cn.twonets.delivery.mongo.StoreSettings.open(NAMED == null ? store.connectionString() : NAMED, "test");
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @Override
    protected HouseholdKeys begin() {
        client.getDatabase("intake_keys_contract").drop();
        StoredKeys keys = new StoredKeys(client.getDatabase("intake_keys_contract"));
        keys.ensureIndexes();
        return keys;
    }

    @Test
    void readsTheFormBeforeAndNeverOverwritesANewerOne() {
        HouseholdKeys keys = begin();
        MongoCollection<Document> documents = client.getDatabase("intake_keys_contract")
                .getCollection(StoredKeys.COLLECTION);
        HouseholdId household = new HouseholdId("household-1");
        KeptKey.Wrapped wrapped = new KeptKey.Wrapped(household, "A256GCM", "WRAPPEDKEYWRAPPEDKEY", "m1");
        KeptKey.Destroyed destroyed = new KeptKey.Destroyed(household,
                new Erasure(Instant.parse("2026-03-02T01:00:00Z"), new PostId("assistance-office:411082"),
                        "household-asked"));
        keys.insert(wrapped);
        assertThat(documents.find().first()).containsEntry("schema", 2);

        documents.updateOne(Filters.empty(), Updates.set("schema", 3));
        assertThatThrownBy(() -> keys.find(List.of(household))).isInstanceOf(UnknownFormException.class)
                .hasMessageContaining("household-1 is of form 3; this release reads forms 1 and 2");
        assertThatThrownBy(() -> keys.destroy(destroyed)).isInstanceOf(UnknownFormException.class);
        assertThat(documents.find().first()).containsEntry("schema", 3).containsEntry("key", "WRAPPEDKEYWRAPPEDKEY");

        documents.updateOne(Filters.empty(), Updates.unset("schema"));
        assertThat(keys.find(List.of(household))).containsEntry(household, wrapped);
        assertThat(keys.destroy(destroyed)).isEqualTo(destroyed);
        assertThat(documents.find().first()).containsEntry("schema", 2).doesNotContainKey("key");
        documents.updateOne(Filters.empty(), Updates.unset("schema"));
        assertThat(keys.find(List.of(household))).containsEntry(household, destroyed);
    }

    @Test
    void aDestroyedKeyLeavesTheStoresFiles() throws IOException {
        assumeThat(NAMED).as("only the embedded store's files are at hand").isNull();
        HouseholdKeys keys = begin();
        HouseholdId household = new HouseholdId("household-1");
        keys.insert(new KeptKey.Wrapped(household, "A256GCM", "WRAPPEDKEYWRAPPEDKEY", "m1"));
        keys.insert(new KeptKey.Wrapped(new HouseholdId("household-2"), "A256GCM", "OTHERKEYOTHERKEY", "m1"));
        keys.destroy(new KeptKey.Destroyed(household,
                new Erasure(Instant.parse("2026-03-02T01:00:00Z"), new PostId("assistance-office:411082"),
                        "household-asked")));
        assertThat(files()).as("the journal remembers").contains("WRAPPEDKEYWRAPPEDKEY", "OTHERKEYOTHERKEY");
        assertThat(keys.rewriteFiles()).isTrue();
        assertThat(files()).contains("OTHERKEYOTHERKEY").doesNotContain("WRAPPEDKEYWRAPPEDKEY");
    }

    @Test
    void aStoreThatDoesNotAnswerHasNotWrittenItsFilesAnew(@TempDir Path gone) {
        EmbeddedStore other = EmbeddedStore.open(StoreSettings.in(gone));
        try (MongoClient toIt = cn.twonets.delivery.mongo.StoreSettings.open(other.connectionString(), "test")) {
            StoredKeys keys = new StoredKeys(toIt.getDatabase("intake"));
            keys.destroy(new KeptKey.Destroyed(new HouseholdId("household-1"),
                    new Erasure(Instant.parse("2026-03-02T01:00:00Z"), new PostId("assistance-office:411082"),
                            "household-asked")));
            other.close();
            assertThat(keys.rewriteFiles()).isFalse();
        } finally {
            other.close();
        }
    }

    private static String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
