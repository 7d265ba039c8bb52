package cn.twonets.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;

/** Runs the statements of one write command one by one: an ordered bulk ends at its first error, and totals are true. */
final class Bulk {
    private Bulk() {
    }

    /**
     * @param field the field that holds the statements
     * @param command runs the command with one statement
     */
    static Document run(Document query, String field, UnaryOperator<Document> command) {
        boolean ordered = !Boolean.FALSE.equals(query.get("ordered"));
        List<Document> errors = new ArrayList<>();
        List<Document> upserted = new ArrayList<>();
        int matched = 0;
        int modified = 0;
        int index = 0;
        for (Object statement : (Collection<?>) query.get(field)) {
            Document single = query.clone();
            single.put(field, List.of(statement));
            Document reply = runOne(single, command);
            matched += number(reply, "n");
            modified += number(reply, "nModified");
            for (Document upsert : documents(reply, "upserted")) {
                upserted.add(new Document(upsert).append("index", index));
            }
            for (Document error : documents(reply, "writeErrors")) {
                errors.add(new Document(error).append("index", index));
            }
            if (ordered && !errors.isEmpty()) {
                break;
            }
            index++;
        }
        Document total = new Document("n", matched);
        if (field.equals("updates")) {
            total.append("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            total.append("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            total.append("writeErrors", errors);
        }
        return Replies.okay(total);
    }

    private static Document runOne(Document single, UnaryOperator<Document> command) {
        try {
            return command.apply(single);
        } catch (MongoServerException e) {
            return new Document("writeErrors", List.of(Replies.writeError(0, e)));
        }
    }

    private static int number(Document reply, String field) {
        return reply.get(field) instanceof Number number ? number.intValue() : 0;
    }

    private static List<Document> documents(Document reply, String field) {
        List<Document> found = new ArrayList<>();
        if (reply.get(field) instanceof Collection<?> all) {
            all.forEach(one -> found.add((Document) one));
        }
        return found;
    }
}
