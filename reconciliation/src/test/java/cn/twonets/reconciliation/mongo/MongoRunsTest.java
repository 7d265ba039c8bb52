package cn.twonets.reconciliation.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.reconciliation.Report;
import cn.twonets.reconciliation.Run;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoRunsTest {
    private static final Instant ASKED = Instant.parse("2026-03-02T01:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void readsTheFormBeforeAndRefusesANewerOne() {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder));
                MongoClient client = cn.twonets.delivery.mongo.StoreSettings.open(store.connectionString(), "test")) {
            MongoDatabase database = client.getDatabase("runs");
            MongoCollection<Document> documents = database.getCollection("reconciliations");
            MongoRuns runs = new MongoRuns(database);
            Run run = new Run("r-1", "hash", "operator:411082", true, ASKED, ASKED, null,
                    new Report(List.of(), List.of(), null, 0, List.of()));
            assertThat(runs.add(run)).isTrue();
            assertThat(runs.find("r-1")).contains(run);
            assertThat(documents.find().first()).containsEntry("schema", 2);

            documents.updateOne(Filters.empty(), Updates.unset("schema"));
            assertThat(runs.find("r-1")).contains(run);

            documents.updateOne(Filters.empty(), Updates.set("schema", 3));
            assertThatThrownBy(() -> runs.newest(10)).isInstanceOf(UnknownFormException.class)
                    .hasMessageContaining("r-1 is of form 3; this release reads forms 1 and 2");
        }
    }
}
