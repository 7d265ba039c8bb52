package cn.twonets.resource.catalogue.mongo;

import cn.twonets.delivery.Act;
import org.bson.Document;

/** Acts in the documents that they changed: {@code {key, body}}. */
final class RememberedActs {
    private static final String KEY = "key";
    private static final String BODY = "body";

    private RememberedActs() {
    }

    static Document document(Act act) {
        return new Document(KEY, act.key()).append(BODY, act.bodyHash());
    }

    static Act act(Document document) {
        return new Act(document.getString(KEY), document.getString(BODY));
    }
}
