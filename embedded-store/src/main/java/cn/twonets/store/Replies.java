package cn.twonets.store;

import java.util.List;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;

/** The shapes of answers. */
final class Replies {
    private static final int UNKNOWN_ERROR = 8;

    private Replies() {
    }

    static Document okay(Document reply) {
        return reply.append("ok", 1.0);
    }

    static Document firstBatch(String namespace, List<Document> batch, long cursorId) {
        return cursor(namespace, "firstBatch", batch, cursorId);
    }

    static Document nextBatch(String namespace, List<Document> batch, long cursorId) {
        return cursor(namespace, "nextBatch", batch, cursorId);
    }

    static Document error(MongoServerException refusal) {
        return describe(refusal, new Document("ok", 0.0));
    }

    static Document writeError(int index, MongoServerException refusal) {
        return describe(refusal, new Document("index", index));
    }

    private static Document describe(MongoServerException refusal, Document into) {
        into.append("errmsg", refusal.getMessageWithoutErrorCode());
        if (refusal instanceof MongoServerError error) {
            into.append("code", error.getCode()).putIfNotNull("codeName", error.getCodeName());
        } else {
            into.append("code", UNKNOWN_ERROR).append("codeName", "UnknownError");
        }
        return into;
    }

    private static Document cursor(String namespace, String batchName, List<Document> batch, long cursorId) {
        return okay(new Document("cursor",
                new Document("id", cursorId).append("ns", namespace).append(batchName, batch)));
    }
}
