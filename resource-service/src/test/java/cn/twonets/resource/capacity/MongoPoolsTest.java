package cn.twonets.resource.capacity;

import cn.twonets.resource.capacity.mongo.MongoPools;
import cn.twonets.resource.testing.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class MongoPoolsTest extends PoolsContract {
    @TempDir
    static Path folder;
    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore(folder);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        store.database.getCollection("pools").drop();
    }

    @Override
    Pools pools() {
        return new MongoPools(store.database);
    }
}
