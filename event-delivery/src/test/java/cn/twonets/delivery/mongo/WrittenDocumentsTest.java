package cn.twonets.delivery.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.store.EmbeddedStore;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenDocumentsTest {
    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsWhatWasWrittenAndAgreesWithTheStore() {
        try (EmbeddedStore store = EmbeddedStore.open(cn.twonets.store.StoreSettings.in(folder));
                MongoClient client = StoreSettings.open(store.connectionString(), "test",
                        new WrittenDocuments(meters))) {
            MongoCollection<Document> things = client.getDatabase("d-" + UUID.randomUUID()).getCollection("things");
            things.insertMany(List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3)));
            assertThatThrownBy(() -> things.insertMany(
                    List.of(new Document("_id", 1), new Document("_id", 4)), new InsertManyOptions().ordered(false)))
                    .isInstanceOf(MongoBulkWriteException.class);
            things.updateOne(Filters.eq(1), Updates.set("a", 1));
            things.updateOne(Filters.eq(99), Updates.set("a", 1));
            things.updateOne(Filters.eq(5), Updates.set("a", 1), new UpdateOptions().upsert(true));
            things.findOneAndUpdate(Filters.eq(2), Updates.set("a", 1));
            things.findOneAndUpdate(Filters.eq(98), Updates.set("a", 1), new FindOneAndUpdateOptions().upsert(false));
            things.deleteMany(Filters.in("_id", 1, 2));
            things.find().first();

            assertThat(written("insert")).isEqualTo(4);
            assertThat(written("update")).isEqualTo(2);
            assertThat(written("findAndModify")).isEqualTo(1);
            assertThat(written("delete")).isEqualTo(2);
            Document counts = client.getDatabase("admin").runCommand(new Document("serverStatus", 1))
                    .get("metrics", Document.class).get("document", Document.class);
            assertThat(counts).containsEntry("inserted", 5L).containsEntry("updated", 2L)
                    .containsEntry("deleted", 2L);
        }
    }

    private double written(String command) {
        return meters.get("twonets.store.written").tag("collection", "things").tag("command", command).counter()
                .count();
    }
}
