package cn.twonets.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.UpdateResult;

/** What the services ask of writes. */
abstract class WritingContract extends ContractConnection {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    @Test
    void keepsEveryTypeThatServicesStore() {
        Document document = new Document("_id", "types").append("text", "危房改造").append("int", 1)
                .append("long", 1L << 60).append("double", 0.5).append("yes", true)
                .append("time", new Date(1_700_000_000_123L))
                .append("object", new Document("inner", List.of(1, "two", new Document("three", 3))))
                .append("nothing", null)
                .append("bytes", new Binary(new byte[]{1, 2, 3})).append("oid", new ObjectId())
                .append("decimal", new Decimal128(new BigDecimal("12.30")));

        cases.insertOne(document);

        assertThat(cases.find(eq("_id", "types")).first()).isEqualTo(document);
    }

    @Test
    void refusesASecondDocumentWithTheSameId() {
        cases.insertOne(new Document("_id", 1));

        assertThatThrownBy(() -> cases.insertOne(new Document("_id", 1))).isInstanceOfSatisfying(
                MongoWriteException.class,
                e -> assertThat(e.getError().getCategory()).isEqualTo(ErrorCategory.DUPLICATE_KEY));
        assertThat(cases.countDocuments()).isEqualTo(1);
    }

    @Test
    void insertsTheRestOfAnUnorderedBatchAndNamesTheDuplicates() {
        cases.insertOne(new Document("_id", 2));

        assertThatThrownBy(() -> cases.insertMany(ids(1, 2, 3), new InsertManyOptions().ordered(false)))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                    assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
                        assertThat(error.getIndex()).isEqualTo(1);
                        assertThat(error.getCode()).isEqualTo(11_000);
                    });
                    assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2);
                });
        assertThat(idsOf(cases.find())).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void endsAnOrderedBatchAtItsFirstError() {
        cases.insertOne(new Document("_id", 2));

        assertThatThrownBy(() -> cases.insertMany(ids(1, 2, 3))).isInstanceOfSatisfying(MongoBulkWriteException.class,
                e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1));
        assertThat(idsOf(cases.find())).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void replacesOnlyTheVersionThatWasRead() {
        cases.insertMany(List.of(version("a", 1), version("b", 1), version("c", 1)));

        BulkWriteResult result = cases.bulkWrite(List.of(replacement("a", 1), replacement("b", 7), replacement("c", 1)),
                UNORDERED);

        assertThat(result.getMatchedCount()).isEqualTo(2);
        assertThat(result.getModifiedCount()).isEqualTo(2);
        assertThat(versionOf("a")).isEqualTo(2);
        assertThat(versionOf("b")).isEqualTo(1);
        assertThat(versionOf("c")).isEqualTo(2);
    }

    @Test
    void replacesAWholeDocumentInTheGivenOrderOfFields() {
        cases.insertOne(new Document("_id", "x").append("old", 1).append("b", 1));

        cases.replaceOne(eq("_id", "x"), new Document("_id", "x").append("c", 3).append("b", 2));

        assertThat(cases.find(eq("_id", "x")).first().keySet()).containsExactly("_id", "c", "b");
    }

    @Test
    void updatesOnlyTheSequenceThatWasRead() {
        cases.insertMany(List.of(sequence("a", 3), sequence("b", 4)));
        List<WriteModel<Document>> clearing = new ArrayList<>();
        for (String id : List.of("a", "b")) {
            clearing.add(new UpdateOneModel<>(and(eq("_id", id), eq("sequence", 3L)),
                    combine(unset("unpublished"), inc("version", 1), set("cleared", true))));
        }

        assertThat(cases.bulkWrite(clearing, UNORDERED).getMatchedCount()).isEqualTo(1);

        assertThat(cases.find(eq("_id", "a")).first()).doesNotContainKey("unpublished").containsEntry("cleared", true)
                .containsEntry("version", 2);
        assertThat(cases.find(eq("_id", "b")).first()).containsKey("unpublished").containsEntry("version", 1);
    }

    @Test
    void changesArraysInPlace() {
        cases.insertOne(
                new Document("_id", 1).append("holds", List.of(new Document("id", "h1"), new Document("id", "h2"))));

        cases.updateOne(eq("_id", 1), push("holds", new Document("id", "h3")));
        cases.updateOne(eq("_id", 1), pull("holds", new Document("id", "h1")));
        cases.updateOne(eq("_id", 1), addToSet("tags", "x"));
        cases.updateOne(eq("_id", 1), addToSet("tags", "x"));
        cases.updateOne(eq("_id", 1), pushEach("log", List.of(1, 2, 3, 4), new PushOptions().slice(-2)));
        cases.updateOne(and(eq("_id", 1), eq("holds.id", "h2")), set("holds.$.amount", 5));

        assertThat(cases.find(eq("_id", 1)).first()).isEqualTo(new Document("_id", 1)
                .append("holds", List.of(new Document("id", "h2").append("amount", 5), new Document("id", "h3")))
                .append("tags", List.of("x")).append("log", List.of(3, 4)));
    }

    @Test
    void tellsWhetherAnUpdateMatchedAndWhetherItChangedAnything() {
        cases.insertOne(new Document("_id", 1).append("a", 1));

        UpdateResult same = cases.updateOne(eq("_id", 1), set("a", 1));
        UpdateResult none = cases.updateOne(eq("_id", 2), set("a", 1));

        assertThat(same.getMatchedCount()).isEqualTo(1);
        assertThat(same.getModifiedCount()).isZero();
        assertThat(none.getMatchedCount()).isZero();
    }

    @Test
    void insertsOnceWhenManyUpsertTheSameId() throws Exception {
        UpdateOptions upsert = new UpdateOptions().upsert(true);

        together(8, worker -> {
            for (int i = 0; i < 25; i++) {
                cases.updateOne(eq("_id", "counter"), combine(inc("n", 1), setOnInsert("first", worker)), upsert);
            }
        });

        assertThat(cases.find()).singleElement()
                .satisfies(counter -> assertThat(counter.getInteger("n")).isEqualTo(200));
    }

    @Test
    void findsAndUpdatesInOneStep() {
        cases.insertMany(List.of(version("a", 1), version("b", 5)));

        Document before = cases.findOneAndUpdate(gt("version", 2), inc("version", 1));
        Document after = cases.findOneAndUpdate(eq("_id", "a"), inc("version", 1),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));

        assertThat(before).containsEntry("version", 5);
        assertThat(after).containsEntry("version", 2);
        assertThat(cases.findOneAndUpdate(eq("_id", "z"), inc("version", 1))).isNull();
    }

    @Test
    void deletesOneOrMany() {
        cases.insertMany(List.of(version("a", 1), version("b", 1), version("c", 2)));

        assertThat(cases.deleteOne(eq("version", 1)).getDeletedCount()).isEqualTo(1);
        assertThat(cases.deleteMany(gte("version", 1)).getDeletedCount()).isEqualTo(2);
        assertThat(cases.countDocuments()).isZero();
    }

    private static Document sequence(String id, long sequence) {
        return version(id, 1).append("sequence", sequence).append("unpublished", new Document("from", 1));
    }

    private static ReplaceOneModel<Document> replacement(String id, int version) {
        return new ReplaceOneModel<>(and(eq("_id", id), eq("version", version)), version(id, version + 1));
    }
}
