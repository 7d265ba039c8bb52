package cn.twonets.resource.testing;

import cn.twonets.delivery.mongo.StoreSettings;
import cn.twonets.store.EmbeddedStore;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store for contract tests: the server named in {@code TWONETS_TEST_MONGODB_URI} if there is one, else the embedded
 * store; a database of its own either way.
 */
public final class TestStore implements AutoCloseable {
    private final @Nullable EmbeddedStore embedded;
    private final MongoClient client;
    public final MongoDatabase database;

    public TestStore(Path folder) {
        String named = System.getenv("TWONETS_TEST_MONGODB_URI");
        embedded = named == null ? EmbeddedStore.open(cn.twonets.store.StoreSettings.in(folder)) : null;
        client = StoreSettings.open(embedded == null ? named : embedded.connectionString(), "contract-tests");
        database = client.getDatabase("resource-" + UUID.randomUUID());
    }

    @Override
    public void close() {
        database.drop();
        client.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
