package cn.twonets.store;

import static com.mongodb.client.model.Filters.eq;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

/** A connection to the server under test, with a database of its own that is dropped afterwards. */
abstract class ContractConnection {
    MongoClient client;
    MongoDatabase database;
    MongoCollection<Document> cases;

    abstract String uri();

    @BeforeEach
    void connect() {
        client = MongoClients.create(uri());
        database = client.getDatabase("twonets-contract-" + UUID.randomUUID())
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true)).withReadConcern(ReadConcern.MAJORITY);
        cases = database.getCollection("cases");
    }

    @AfterEach
    void disconnect() {
        database.drop();
        client.close();
    }

    /** A stretch of work for several connections at once. */
    interface Work {
        void doAs(int worker) throws Exception;
    }

    static void together(int workers, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                tasks.add(() -> {
                    work.doAs(worker);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    static List<Document> ids(Integer... ids) {
        return List.of(ids).stream().map(id -> new Document("_id", id)).toList();
    }

    static List<Object> idsOf(Iterable<Document> documents) {
        List<Object> ids = new ArrayList<>();
        documents.forEach(document -> ids.add(document.get("_id")));
        return ids;
    }

    static Document version(String id, int version) {
        return new Document("_id", id).append("version", version);
    }

    int versionOf(String id) {
        return cases.find(eq("_id", id)).first().getInteger("version");
    }
}
