package cn.twonets.delivery.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterBoxContract;
import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.store.EmbeddedStore;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on the embedded store, or on the server named by {@code TWONETS_TEST_MONGODB_URI}. */
class MongoDeadLetterBoxTest extends DeadLetterBoxContract {
    @TempDir
    static Path folder;
    private static @Nullable EmbeddedStore store;
    private static MongoClient client;

    private final MongoDatabase database = client.getDatabase("letters-" + UUID.randomUUID());

    @BeforeAll
    static void openStore() {
        String named = System.getenv("TWONETS_TEST_MONGODB_URI");
        if (named == null) {
            store = EmbeddedStore.open(cn.twonets.store.StoreSettings.in(folder));
        }
        client = StoreSettings.open(named == null ? store.connectionString() : named, "delivery-tests");
    }

    @AfterAll
    static void closeStore() {
        client.close();
        if (store != null) {
            store.close();
        }
    }

    @AfterEach
    void dropDatabase() {
        database.drop();
    }

    @Test
    void readsTheFormBeforeAndRefusesANewerOne() {
        MongoCollection<Document> documents = database.getCollection(MongoDeadLetterBox.COLLECTION);
        DeadLetterBox box = box();
        new DeadLetterRegister(box).enter(sighting(7, 0, "a"));
        DeadLetter letter = box.list(new DeadLetterBox.Wanted(null, null, null), null, 10).getFirst();
        assertThat(documents.find().first()).containsEntry("schema", 2);

        documents.updateOne(Filters.empty(), Updates.unset("schema"));
        assertThat(box.find(letter.id())).contains(letter);
        assertThat(box.openByTopic()).containsEntry(NEEDS, 1L);

        documents.updateOne(Filters.empty(), Updates.set("schema", 3));
        assertThatThrownBy(() -> box.find(letter.id())).isInstanceOf(UnknownFormException.class)
                .hasMessageContaining(letter.id() + " is of form 3; this release reads forms 1 and 2");
        assertThatThrownBy(box::openByTopic).isInstanceOf(UnknownFormException.class);
    }

    @Override
    protected DeadLetterBox box() {
        MongoDeadLetterBox box = new MongoDeadLetterBox(database);
        box.ensureIndexes();
        return box;
    }
}
