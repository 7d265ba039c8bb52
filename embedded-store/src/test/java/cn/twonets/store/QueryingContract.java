package cn.twonets.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.bson.Document;
import org.junit.jupiter.api.Test;

import com.mongodb.MongoWriteException;
import com.mongodb.client.model.IndexOptions;

/** What the services ask of queries and indexes. */
abstract class QueryingContract extends WritingContract {

    @Test
    void answersQueriesAlikeWithAndWithoutIndex() {
        List<org.bson.conversions.Bson> queries = List.of(eq("status", "open"), in("status", "open", "late"),
                and(eq("who", 1), gt("due", 20), lte("due", 60)), eq("ancestors", "g3"), in("ancestors", "g3", "g5"),
                and(eq("ancestors", "g1"), gt("_id", 40)), gte("due", 90), lt("wake", 50), exists("wake", false),
                eq("wake", null), ne("status", "open"), or(eq("who", 1), eq("due", 3)),
                elemMatch("holds", and(eq("id", 1), gt("amount", 1))),
                and(gt("holds.amount", 2), lt("holds.amount", 4)),
                eq("holds.id", 2), gt("due", "text"), eq("due", 20L), eq("due", 20.0), in("due", List.of()),
                and(eq("_id", 7), eq("who", 1)), and(in("_id", 1, 7, 99, 1000), eq("status", "open")));
        cases.insertMany(IntStream.range(0, 100).mapToObj(QueryingContract::sample).toList());
        List<List<Object>> scanned = queries.stream().map(query -> idsOf(cases.find(query).sort(ascending("_id"))))
                .toList();

        createSampleIndexes();

        for (int i = 0; i < queries.size(); i++) {
            assertThat(idsOf(cases.find(queries.get(i)).sort(ascending("_id")))).as(queries.get(i).toString())
                    .isEqualTo(scanned.get(i));
            assertThat(cases.countDocuments(queries.get(i))).as(queries.get(i).toString())
                    .isEqualTo(scanned.get(i).size());
        }
        assertThat(scanned.get(2)).isNotEmpty();
    }

    @Test
    void keepsIndexesInStepWithChanges() {
        createSampleIndexes();
        cases.insertMany(IntStream.range(0, 100).mapToObj(QueryingContract::sample).toList());

        cases.updateMany(eq("status", "open"), combine(set("status", "late"), push("ancestors", "g9"), unset("wake")));
        cases.deleteMany(eq("who", 2));

        assertThat(cases.countDocuments(eq("status", "open"))).isZero();
        List<Object> late = idsOf(cases.find(eq("status", "late")).sort(ascending("_id")));
        List<Object> expected = IntStream.range(0, 100).filter(i -> i % 3 != 2).filter(i -> i % 4 != 2).boxed()
                .map(Object.class::cast).toList();
        assertThat(late).isEqualTo(expected);
        assertThat(idsOf(cases.find(and(eq("ancestors", "g9"), gt("_id", 50))).sort(ascending("_id"))))
                .isEqualTo(IntStream.range(51, 100).filter(i -> i % 3 == 0).filter(i -> i % 4 != 2).boxed().toList());
    }

    @Test
    void sortsAndPagesByACompoundIndex() {
        createSampleIndexes();
        cases.insertMany(IntStream.range(0, 100).mapToObj(QueryingContract::sample).toList());

        List<Document> merged = cases.find(and(eq("who", 1), in("status", "open", "late"))).sort(ascending("due"))
                .skip(2)
                .limit(5).into(new ArrayList<>());
        List<Document> backwards = cases.find(and(eq("who", 1), eq("status", "open"))).sort(descending("due")).limit(3)
                .into(new ArrayList<>());

        List<Integer> all = IntStream.range(0, 100).filter(i -> i % 4 == 1).filter(i -> i % 3 != 2)
                .map(i -> (i * 37) % 100).sorted().boxed().toList();
        assertThat(merged).extracting(found -> found.get("due")).isEqualTo(all.subList(2, 7));
        assertThat(backwards).extracting(found -> found.get("due")).isEqualTo(
                IntStream.range(0, 100).filter(i -> i % 12 == 9).map(i -> -((i * 37) % 100)).sorted().limit(3)
                        .map(i -> -i)
                        .boxed().toList());
    }

    @Test
    void readsLongAnswersInBatches() {
        cases.insertMany(
                IntStream.range(0, 1500).mapToObj(i -> new Document("_id", i).append("pad", "x".repeat(50))).toList());

        assertThat(idsOf(cases.find().sort(ascending("_id")))).hasSize(1500).isSorted();
        assertThat(idsOf(cases.find().sort(descending("_id")).batchSize(7).limit(50))).hasSize(50);
    }

    @Test
    void returnsOnlyTheFieldsAskedFor() {
        cases.insertOne(
                new Document("_id", 1).append("a", 1).append("b", new Document("c", 2).append("d", 3)).append("e", 4));

        assertThat(cases.find().projection(include("a", "b.c")).first())
                .isEqualTo(new Document("_id", 1).append("a", 1).append("b", new Document("c", 2)));
        assertThat(cases.find().projection(new Document("a", 1).append("_id", 0)).first())
                .isEqualTo(new Document("a", 1));
    }

    @Test
    void namesDistinctValues() {
        cases.insertMany(IntStream.range(0, 20).mapToObj(QueryingContract::sample).toList());

        assertThat(cases.distinct("status", String.class).into(new ArrayList<>())).containsExactlyInAnyOrder("open",
                "done",
                "late");
        assertThat(cases.distinct("ancestors", eq("_id", 3), String.class).into(new ArrayList<>()))
                .containsExactlyInAnyOrder("g1", "g3");
    }

    @Test
    void countsWithSkipAndLimit() {
        cases.insertMany(ids(1, 2, 3, 4, 5));

        assertThat(cases.countDocuments(gt("_id", 1), new com.mongodb.client.model.CountOptions().skip(1).limit(2)))
                .isEqualTo(2);
        assertThat(cases.countDocuments(gt("_id", 4))).isEqualTo(1);
        assertThat(cases.estimatedDocumentCount()).isEqualTo(5);
    }

    @Test
    void keepsUniqueIndexesUnique() {
        cases.createIndex(ascending("code"), new IndexOptions().unique(true));
        cases.createIndex(ascending("optional"), new IndexOptions().unique(true).sparse(true));
        cases.insertMany(
                List.of(new Document("_id", 1).append("code", "a"), new Document("_id", 2).append("code", "b")));

        assertThatThrownBy(() -> cases.insertOne(new Document("_id", 3).append("code", "a")))
                .isInstanceOf(MongoWriteException.class);
        assertThatThrownBy(() -> cases.updateOne(eq("_id", 2), set("code", "a")))
                .isInstanceOf(MongoWriteException.class);
        cases.updateOne(eq("_id", 1), set("optional", 1));
        assertThatThrownBy(() -> cases.updateOne(eq("_id", 2), set("optional", 1.0)))
                .isInstanceOf(MongoWriteException.class);
        cases.deleteOne(eq("_id", 1));
        cases.insertOne(new Document("_id", 3).append("code", "a").append("optional", 1));

        assertThat(idsOf(cases.find(eq("code", "a")))).containsExactly(3);
    }

    @Test
    void listsAndDropsIndexes() {
        createSampleIndexes();
        createSampleIndexes();

        assertThat(indexNames()).containsExactlyInAnyOrder("_id_", "who_1_status_1_due_1", "ancestors_1__id_1",
                "wake_1",
                "holds.amount_1", "due_-1", "status_1");

        cases.dropIndex("wake_1");
        assertThat(indexNames()).hasSize(6).doesNotContain("wake_1");
        cases.dropIndexes();
        assertThat(indexNames()).containsExactly("_id_");
    }

    @Test
    void dropsACollectionWithItsIndexes() {
        createSampleIndexes();
        cases.insertOne(sample(1));

        cases.drop();
        database.getCollection("never-made").drop();

        assertThat(database.listCollectionNames().into(new ArrayList<>())).doesNotContain("cases");
        cases.insertOne(sample(1));
        assertThat(indexNames()).containsExactly("_id_");
    }

    private void createSampleIndexes() {
        cases.createIndex(ascending("who", "status", "due"));
        cases.createIndex(ascending("ancestors", "_id"));
        cases.createIndex(ascending("wake"), new IndexOptions().sparse(true));
        cases.createIndex(ascending("holds.amount"));
        cases.createIndex(descending("due"));
        cases.createIndex(ascending("status"));
    }

    private List<String> indexNames() {
        return cases.listIndexes().map(index -> index.getString("name")).into(new ArrayList<>());
    }

    static Document sample(int i) {
        Document document = new Document("_id", i).append("who", i % 4)
                .append("status", List.of("open", "done", "late").get((i * 2) % 3))
                .append("due", (i * 37) % 100).append("ancestors", List.of("g1", "g" + (i % 7)))
                .append("holds", List.of(new Document("id", i % 3).append("amount", i % 5),
                        new Document("id", 2).append("amount", 1 + i % 2 * 4)));
        return i % 2 == 0 ? document.append("wake", i) : document;
    }
}
