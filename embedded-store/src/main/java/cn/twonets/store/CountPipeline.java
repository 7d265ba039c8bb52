package cn.twonets.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.bson.Document;

/** The pipeline that drivers send for counting: skip and limit if wanted, then a group of one that adds ones. */
final class CountPipeline {
    private CountPipeline() {
    }

    static boolean isCount(List<Document> stages) {
        if (stages.isEmpty() || groupField(stages.getLast()) == null) {
            return false;
        }
        List<String> before = stages.subList(0, stages.size() - 1).stream()
                .map(stage -> stage.keySet().iterator().next())
                .toList();
        return List.of(List.of(), List.of("$skip"), List.of("$limit"), List.of("$skip", "$limit")).contains(before);
    }

    static List<Document> count(List<Document> stages, StoredCollection collection, Document filter) {
        int skip = 0;
        int limit = 0;
        for (Document stage : stages) {
            skip = stage.get("$skip") instanceof Number number ? number.intValue() : skip;
            limit = stage.get("$limit") instanceof Number number ? number.intValue() : limit;
        }
        int count = collection.count(filter, skip, limit);
        Document group = (Document) stages.getLast().get("$group");
        return count == 0
                ? List.of()
                : List.of(new Document("_id", group.get("_id")).append(groupField(stages.getLast()), count));
    }

    private static @Nullable String groupField(Document stage) {
        if (!(stage.get("$group") instanceof Document group) || group.size() != 2
                || !(group.get("_id") == null || group.get("_id") instanceof Number)) {
            return null;
        }
        for (String field : group.keySet()) {
            if (!field.equals("_id") && group.get(field) instanceof Document sum && sum.size() == 1
                    && sum.get("$sum") instanceof Number one && one.doubleValue() == 1) {
                return field;
            }
        }
        return null;
    }
}
