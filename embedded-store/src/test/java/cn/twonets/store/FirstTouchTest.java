package cn.twonets.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;

class FirstTouchTest {
    private static final int CALLERS = 6;
    private static final int DATABASES = 1_500;

    @TempDir
    Path folder;

    @Test
    void opensADatabaseThatReadersAndWritersWantAtOnce() throws Exception {
        // Nothing is closed when a call never returns: closing would wait for it, and the test could not fail.
        EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder));
        MongoClient client = MongoClients.create(store.connectionString());
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS, Thread.ofPlatform().daemon().factory());
        CyclicBarrier together = new CyclicBarrier(CALLERS);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            boolean writes = caller % 2 == 0;
            calls.add(CompletableFuture.runAsync(() -> touchAll(client, writes, together), callers));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
        for (int i = 0; i < DATABASES; i++) {
            assertThat(client.getDatabase("d" + i).getCollection("things").countDocuments()).isEqualTo(CALLERS / 2);
        }
        callers.shutdown();
        client.close();
        store.close();
    }

    private static void touchAll(MongoClient client, boolean writes, CyclicBarrier together) {
        for (int i = 0; i < DATABASES; i++) {
            MongoDatabase database = client.getDatabase("d" + i);
            try {
                together.await(1, TimeUnit.MINUTES);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (writes) {
                database.getCollection("things").insertOne(new Document());
            } else {
                database.getCollection("things").find().first();
                database.runCommand(new Document("ping", 1));
            }
        }
    }
}
