package cn.twonets.store;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreContractTest extends StoreContract {
    @TempDir
    static Path folder;

    private static EmbeddedStore store;

    @BeforeAll
    static void open() {
        store = EmbeddedStore.open(StoreSettings.in(folder));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    String uri() {
        return store.connectionString();
    }
}
