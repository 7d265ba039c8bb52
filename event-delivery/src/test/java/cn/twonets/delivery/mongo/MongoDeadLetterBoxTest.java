package cn.twonets.delivery.mongo;

import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterBoxContract;
import cn.twonets.store.EmbeddedStore;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

    @Override
    protected DeadLetterBox box() {
        MongoDeadLetterBox box = new MongoDeadLetterBox(database);
        box.ensureIndexes();
        return box;
    }
}
