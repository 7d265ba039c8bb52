package cn.twonets.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What the services ask of a store, whatever server it is: run against the embedded one and against real ones. */
abstract class StoreContract extends QueryingContract {

    @Test
    void losesNoGuardedIncrement() throws Exception {
        List<String> counters = List.of("a", "b", "c", "d");
        counters.forEach(id -> cases.insertOne(version(id, 0)));

        together(8, worker -> {
            for (int done = 0; done < 50;) {
                Document read = cases.find(eq("_id", counters.get((worker + done) % 4))).first();
                int version = read.getInteger("version");
                Document next = new Document(read).append("version", version + 1);
                done += (int) cases.replaceOne(and(eq("_id", read.get("_id")), eq("version", version)), next)
                        .getMatchedCount();
            }
        });

        assertThat(counters.stream().mapToInt(this::versionOf).sum()).isEqualTo(400);
    }

    @Test
    void showsNoReaderATornDocument() throws Exception {
        cases.createIndex(ascending("group"));
        cases.insertMany(IntStream.range(0, 5).mapToObj(i -> uniform(i, 0)).toList());
        AtomicBoolean writing = new AtomicBoolean(true);
        ExecutorService readers = Executors.newFixedThreadPool(3);
        List<Future<Integer>> looked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            looked.add(readers.submit(() -> {
                int seen = 0;
                while (writing.get()) {
                    List<Document> group = cases.find(eq("group", 1)).into(new ArrayList<>());
                    assertThat(group).hasSize(5).allSatisfy(StoreContract::assertUniform);
                    seen += group.size();
                }
                return seen;
            }));
        }

        together(2, worker -> {
            for (int i = 1; i <= 150; i++) {
                if (worker == 0) {
                    cases.replaceOne(eq("_id", i % 5), uniform(i % 5, i));
                } else {
                    cases.updateOne(eq("_id", i % 5),
                            combine(set("values.0", -i), set("values.1", -i), set("values.2", -i), set("last", -i)));
                }
            }
        });
        writing.set(false);

        for (Future<Integer> seen : looked) {
            assertThat(seen.get()).isPositive();
        }
        readers.shutdown();
    }

    private static void assertUniform(Document document) {
        List<Integer> values = document.getList("values", Integer.class);
        assertThat(values).containsOnly(document.getInteger("last"));
    }

    private static Document uniform(int id, int value) {
        return new Document("_id", id).append("group", 1).append("values", List.of(value, value, value)).append("last",
                value);
    }
}
