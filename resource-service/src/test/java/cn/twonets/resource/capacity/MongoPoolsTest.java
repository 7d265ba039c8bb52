package cn.twonets.resource.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.AidServiceId;
import cn.twonets.resource.capacity.mongo.MongoPools;
import cn.twonets.resource.testing.TestStore;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    /** While a release is rolled out, an instance of the one before writes the same pools and leaves the form out. */
    @Test
    void readsTheFormBeforeAndRefusesANewerOne() {
        MongoCollection<Document> documents = store.database.getCollection("pools");
        PoolId id = new PoolId(new AidServiceId("s-1"), "2026");
        Pool set = Pool.opened(id, 3);
        MongoPools pools = new MongoPools(store.database);
        assertThat(pools.write(List.of(set))).isEmpty();
        assertThat(documents.find().first()).containsEntry("schema", 2);

        documents.updateOne(Filters.empty(), Updates.unset("schema"));
        Pool old = pools.findAll(List.of(id)).get(id);
        assertThat(old.target()).isEqualTo(3);
        assertThat(pools.write(List.of(old))).isEmpty();
        assertThat(documents.find().first()).containsEntry("schema", 2);

        documents.updateOne(Filters.empty(), Updates.set("schema", 3));
        assertThatThrownBy(() -> pools.findAll(List.of(id))).isInstanceOf(UnknownFormException.class)
                .hasMessageContaining(id + " is of form 3; this release reads forms 1 and 2");
        assertThatThrownBy(() -> pools.figuresAfter("", 10)).isInstanceOf(UnknownFormException.class);
    }

    @Override
    Pools pools() {
        return new MongoPools(store.database);
    }
}
