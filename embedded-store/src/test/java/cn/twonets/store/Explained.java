package cn.twonets.store;

import org.bson.Document;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.FindIterable;

/** What a find cost, as the store explains it: counts, never times. */
record Explained(String index, boolean sortedInMemory, long keysExamined, long documentsExamined, long returned) {

    static Explained of(FindIterable<Document> find) {
        Document explained = find.explain(ExplainVerbosity.EXECUTION_STATS);
        Document plan = explained.get("queryPlanner", Document.class).get("winningPlan", Document.class);
        boolean sorted = plan.getString("stage").equals("SORT");
        Document stage = sorted ? plan.get("inputStage", Document.class) : plan;
        Document scan = stage.get("inputStage", new Document());
        Document cost = explained.get("executionStats", Document.class);
        return new Explained(scan.get("indexName", "none"), sorted, cost.getLong("totalKeysExamined"),
                cost.getLong("totalDocsExamined"), cost.getLong("nReturned"));
    }
}
