package cn.twonets.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Indexes.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;

/** A store that is killed while many write to it has every write that it acknowledged, by id and by each index. */
class KillTest {
    private static final int WRITERS = 6;
    private static final long SEED = new Random().nextLong();

    @TempDir
    Path folder;

    /** What the writers know: the newest acknowledged value of each document, and the value of which the answer is lost. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Integer> unknown = new ConcurrentHashMap<>();

    @ParameterizedTest
    @CsvSource({"4, 134217728, false", "3, 40000, false", "2, 40000, true"})
    void keepsWhatItAcknowledged(int kills, long snapshotAfterBytes, boolean fsync) throws Exception {
        Random random = seeded();
        StoreSettings settings = StoreSettings.in(folder.resolve("data")).withSnapshotAfterBytes(snapshotAfterBytes)
                .withFsync(fsync);
        for (int round = 0; round < kills; round++) {
            int writesBeforeKill = 100 + random.nextInt(1200);
            try (StoreProcess store = StoreProcess.start(settings)) {
                writeUntilGone(store, round, writesBeforeKill);
            }
            verify(settings);
        }
        assertThat(acknowledged.size()).isGreaterThan(50);
    }

    @Test
    void keepsWhatItAcknowledgedWhenKilledDuringASnapshot() throws Exception {
        seeded();
        StoreSettings settings = StoreSettings.in(folder.resolve("data")).withSnapshotAfterBytes(8_000_000);
        Files.createDirectories(settings.folder());
        boolean interrupted = false;
        for (int round = 0; !interrupted && round < 10; round++) {
            try (StoreProcess store = StoreProcess.start(settings);
                    MongoClient client = MongoClients.create(store.uri())) {
                MongoCollection<Document> items = items(client);
                for (int i = 0; !isSnapshotUnfinished(settings) && i < 400; i++) {
                    String prefix = "r" + round + "-b" + i + "-";
                    items.insertMany(IntStream.range(0, 100)
                            .mapToObj(j -> item(prefix + j, 1).append("pad", "x".repeat(1000))).toList());
                    IntStream.range(0, 100).forEach(j -> acknowledged.put(prefix + j, 1));
                }
                store.kill();
            }
            interrupted = isSnapshotUnfinished(settings);
            verify(settings);
        }
        assertThat(interrupted).as("a kill hit a snapshot being written").isTrue();
        assertThat(isSnapshotUnfinished(settings)).as("the unfinished snapshot was removed").isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void stopsAtOnceWhenTheJournalCannotBeWritten() throws Exception {
        seeded();
        StoreSettings settings = StoreSettings.in(folder.resolve("data"));
        try (StoreProcess store = StoreProcess.start(settings, "sh", "-c", "ulimit -f 400; exec \"$@\"", "sh")) {
            writeUntilGone(store, 0, Integer.MAX_VALUE);
            assertThat(store.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(store.process().exitValue()).isEqualTo(70);
        }

        assertThat(folder.resolve("data.log")).content().contains("could not be made durable");
        assertThat(acknowledged).isNotEmpty();
        verify(settings);
    }

    private static Random seeded() {
        System.out.println("KillTest seed " + SEED);
        return new Random(SEED);
    }

    private void writeUntilGone(StoreProcess store, int round, int writesBeforeKill) throws Exception {
        AtomicInteger writes = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (MongoClient client = MongoClients.create(store.uri() + "&serverSelectionTimeoutMS=1000")) {
            // A second is for noticing that the store is gone; a slow machine may need more to meet it.
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(MongoTimeoutException.class)
                    .until(() -> client.getDatabase("admin").runCommand(new Document("ping", 1)).containsKey("ok"));
            MongoCollection<Document> items = items(client);
            items.createIndex(ascending("owner", "value"));
            items.createIndex(ascending("tags"));
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "w" + writer + "-";
                running.add(writers.submit(() -> writeOn(items, prefix, round, writes)));
            }
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2))
                    .until(() -> writes.get() >= writesBeforeKill || !store.process().isAlive());
            store.kill();
            for (Future<?> writer : running) {
                writer.get();
            }
        } finally {
            writers.shutdown();
        }
    }

    private void writeOn(MongoCollection<Document> items, String prefix, int round, AtomicInteger writes) {
        String id = "";
        int value = 0;
        try {
            for (int i = 0;; i++) {
                id = prefix + (i % 40);
                Integer known = acknowledged.get(id);
                value = known == null ? 1 : known + 1;
                if (known == null) {
                    items.insertOne(item(id, value));
                } else if (i % 3 == 0) {
                    items.updateOne(and(eq("_id", id), eq("value", known)), Updates.combine(Updates.set("value", value),
                            Updates.set("check", -value), Updates.set("tags", tags(value))));
                } else {
                    items.replaceOne(and(eq("_id", id), eq("value", known)), item(id, value));
                }
                acknowledged.put(id, value);
                writes.incrementAndGet();
            }
        } catch (MongoException e) {
            unknown.put(id, value);
        }
    }

    private void verify(StoreSettings settings) {
        try (EmbeddedStore store = EmbeddedStore.open(settings);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> items = items(client);
            Map<String, Document> all = new HashMap<>();
            items.find().forEach(item -> all.put(item.getString("_id"), item));
            acknowledged.forEach((id, value) -> {
                assertThat(all).containsKey(id);
                assertThat(all.get(id).getInteger("value")).as(id).isIn(value, unknown.getOrDefault(id, value));
            });
            all.forEach(
                    (id, item) -> assertThat(acknowledged.containsKey(id) || unknown.containsKey(id)).as(id).isTrue());
            assertThat(all.values())
                    .allSatisfy(item -> assertThat(item.getInteger("check")).isEqualTo(-item.getInteger("value")));
            assertIndexesAgree(items, all);
            all.forEach((id, item) -> acknowledged.put(id, item.getInteger("value")));
            unknown.clear();
        }
    }

    private static void assertIndexesAgree(MongoCollection<Document> items, Map<String, Document> all) {
        List<String> samples = all.keySet().stream().sorted().limit(60).toList();
        for (String id : samples) {
            assertThat(items.find(eq("_id", id)).first()).isEqualTo(all.get(id));
        }
        for (int owner = 0; owner < 5; owner++) {
            int wanted = owner;
            assertThat(items.countDocuments(eq("owner", owner)))
                    .isEqualTo(all.values().stream().filter(item -> item.getInteger("owner") == wanted).count());
            assertThat(items.countDocuments(Filters.eq("tags", "t" + owner))).isEqualTo(
                    all.values().stream().filter(item -> item.getList("tags", String.class).contains("t" + wanted))
                            .count());
        }
    }

    private static MongoCollection<Document> items(MongoClient client) {
        return client.getDatabase("d").getCollection("items");
    }

    private static Document item(String id, int value) {
        return new Document("_id", id).append("owner", Math.floorMod(id.hashCode(), 5)).append("value", value)
                .append("check", -value)
                .append("tags", tags(value));
    }

    private static List<String> tags(int value) {
        return List.of("t" + value % 5, "t" + value % 3);
    }

    private static boolean isSnapshotUnfinished(StoreSettings settings) {
        try (Stream<Path> files = Files.list(settings.folder())) {
            return files.anyMatch(file -> file.getFileName().toString().matches("snapshot-\\d+\\.unfinished"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
