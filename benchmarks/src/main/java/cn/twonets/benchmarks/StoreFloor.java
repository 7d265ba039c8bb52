package cn.twonets.benchmarks;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;

/**
 * Guarded replaces ({@code _id} and {@code version}) in the embedded store over a socket. Every worker owns its documents,
 * so a guard that does not match is an error and not a conflict.
 */
final class StoreFloor {
    static final int DOCUMENTS = 10_000;
    static final int BULK = 500;
    private static final int FILLING = 1_100;
    private static final int TIMEOUT_SECONDS = 30;

    private final Duration time;
    private final List<Integer> connections;

    StoreFloor(Duration time, List<Integer> connections) {
        this.time = time;
        this.connections = List.copyOf(connections);
    }

    /** How long one of the documents is in bytes, as BSON. */
    static int documentBytes() {
        return new RawBsonDocument(document(0, 0, filling()), new DocumentCodec()).getByteBuffer().remaining();
    }

    /** @throws IllegalStateException when a guard did not match */
    List<Figure> measure(Path folder) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder))) {
            for (int workers : connections) {
                figures.add(measure(store, workers, 1));
            }
            figures.add(measure(store, 1, BULK));
        }
        return figures;
    }

    private Figure measure(EmbeddedStore store, int workers, int atOnce) throws Exception {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.connectionString()))
                .applyToConnectionPoolSettings(pool -> pool.minSize(workers).maxSize(workers))
                .applyToSocketSettings(socket -> socket.readTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true)).build();
        try (MongoClient client = MongoClients.create(settings)) {
            MongoCollection<Document> cases = client.getDatabase("floor")
                    .getCollection("cases" + workers + "x" + atOnce);
            fill(cases);
            replace(cases, workers, atOnce, Warmup.of(time));
            long start = System.nanoTime();
            long replaced = replace(cases, workers, atOnce, time);
            double seconds = (System.nanoTime() - start) / 1e9;
            cases.drop();
            String how = atOnce == 1
                    ? "singly, " + workers + (workers == 1 ? " connection" : " connections")
                    : "unordered bulks of " + atOnce + ", 1 connection";
            return new Figure(atOnce == 1 ? "store.replace." + workers : "store.replace.bulk" + atOnce,
                    "store: guarded replace, " + how, replaced, replaced / seconds, Figure.PER_SECOND);
        }
    }

    private static void fill(MongoCollection<Document> cases) {
        String filling = filling();
        List<Document> documents = new ArrayList<>();
        for (int id = 0; id < DOCUMENTS; id++) {
            documents.add(document(id, 0, filling));
            if (documents.size() == BULK) {
                cases.insertMany(documents);
                documents.clear();
            }
        }
    }

    private static long replace(MongoCollection<Document> cases, int workers, int atOnce, Duration time)
            throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            long end = System.nanoTime() + time.toNanos();
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                int first = worker * (DOCUMENTS / workers);
                tasks.add(() -> new Worker(cases, first, DOCUMENTS / workers).replaceUntil(end, atOnce));
            }
            long replaced = 0;
            for (Future<Long> done : pool.invokeAll(tasks)) {
                replaced += done.get();
            }
            return replaced;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Document document(int id, long version, String filling) {
        return new Document("_id", "case-" + id).append("version", version).append("status", "assigned")
                .append("unit", "411082110213").append("filling", filling);
    }

    private static String filling() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(FILLING);
        while (text.length() < FILLING) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** One connection's share of the documents. The versions are read first, as the last stretch of work left them. */
    private static final class Worker {
        private final MongoCollection<Document> cases;
        private final int first;
        private final long[] versions;
        private final String filling = filling();
        private int next;

        Worker(MongoCollection<Document> cases, int first, int share) {
            this.cases = cases;
            this.first = first;
            this.versions = new long[share];
        }

        long replaceUntil(long end, int atOnce) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < versions.length; i++) {
                ids.add("case-" + (first + i));
            }
            for (Document found : cases.find(new Document("_id", new Document("$in", ids)))) {
                int id = Integer.parseInt(found.getString("_id").substring("case-".length()));
                versions[id - first] = found.getLong("version");
            }
            long replaced = 0;
            while (System.nanoTime() < end || replaced == 0) {
                List<ReplaceOneModel<Document>> writes = new ArrayList<>(atOnce);
                for (int i = 0; i < atOnce; i++) {
                    writes.add(nextWrite());
                }
                long matched = atOnce == 1
                        ? cases.replaceOne(writes.get(0).getFilter(), writes.get(0).getReplacement()).getMatchedCount()
                        : cases.bulkWrite(writes, new BulkWriteOptions().ordered(false)).getMatchedCount();
                if (matched != atOnce) {
                    throw new IllegalStateException("Only " + matched + " of " + atOnce + " guards matched");
                }
                replaced += matched;
            }
            return replaced;
        }

        private ReplaceOneModel<Document> nextWrite() {
            int which = next;
            next = (next + 1) % versions.length;
            long version = versions[which]++;
            return new ReplaceOneModel<>(and(eq("_id", "case-" + (first + which)), eq("version", version)),
                    document(first + which, version + 1, filling));
        }
    }
}
