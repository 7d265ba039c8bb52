package cn.twonets.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUseTest {
    @TempDir
    Path folder;

    @Test
    void answersReadersAndWritersThatBothUseADatabaseForTheFirstTime() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder));
                MongoClient client = MongoClients.create(store.connectionString());
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 100; i++) {
                MongoDatabase database = client.getDatabase("first-use-" + i);
                List<Callable<Object>> calls = List.of(
                        () -> database.getCollection("things").createIndex(Indexes.ascending("at")),
                        () -> database.getCollection("things").find().into(new ArrayList<>()),
                        () -> database.runCommand(new Document("ping", 1)),
                        () -> database.getCollection("others").insertOne(new Document("_id", 1)));
                for (Future<Object> answer : callers.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                    assertThat(answer.isCancelled()).as("unanswered in database %d", i).isFalse();
                    answer.get();
                }
            }
        }
    }
}
