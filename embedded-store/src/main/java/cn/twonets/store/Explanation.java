package cn.twonets.store;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.bson.Document;

/** How a find is answered, in the words of MongoDB's explain: the find is run and its work counted. */
final class Explanation {
    private Explanation() {
    }

    static Document of(StoredCollection collection, Document filter, @Nullable Document sort, int skip, int limit) {
        Found found = collection.find(filter, sort, limit > 0 ? skip + limit : 0);
        long[] examined = {0};
        Stream<Document> documents = found.documents(ignored -> examined[0]++).skip(skip);
        long returned = (limit > 0 ? documents.limit(limit) : documents).map(Document::size).toList().size();
        Plan plan = found.plan();
        Document stage = plan == null
                ? new Document("stage", "COLLSCAN")
                : new Document("stage", "FETCH").append("inputStage",
                        new Document("stage", "IXSCAN").append("indexName", plan.index().getName())
                                .append("keyPattern", plan.index().toIndexDescription().get("key"))
                                .append("direction", plan.backwards() ? "backward" : "forward"));
        if (sort != null && !sort.isEmpty() && (plan == null || !plan.sorted())) {
            stage = new Document("stage", "SORT").append("inputStage", stage);
        }
        return reply(stage, returned, found.keys(), examined[0]);
    }

    static Document ofNothing() {
        return reply(new Document("stage", "EOF"), 0, 0, 0);
    }

    private static Document reply(Document stage, long returned, long keys, long documents) {
        return Replies.okay(new Document("queryPlanner",
                new Document("winningPlan", stage).append("rejectedPlans", List.of())).append("executionStats",
                        new Document("executionSuccess", true).append("nReturned", returned)
                                .append("totalKeysExamined", keys).append("totalDocsExamined", documents)));
    }
}
