package cn.twonets.store;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.bson.Document;

/**
 * What the planner found for a query, as bytes: it stays as it was, whatever happens to the collection meanwhile.
 *
 * @param plan null when all documents must be looked at
 * @param keys how many index entries were looked at
 */
record Found(StoredCollection collection, Document query, @Nullable Document orderBy, @Nullable Plan plan,
        List<byte[]> candidates, long keys) {

    /** The matching documents in the wanted order, decoded as they are asked for unless they must be sorted here. */
    Stream<Document> documents() {
        return documents(ignored -> {});
    }

    /** The same, telling an observer of each document looked at. */
    Stream<Document> documents(Consumer<Document> observer) {
        Stream<Document> documents = candidates.stream().map(bytes -> {
            Document document = Bson.decode(bytes);
            observer.accept(document);
            return document;
        });
        if (!isExact()) {
            documents = documents.filter(document -> collection.matches(document, query));
        }
        Comparator<Document> order = isSorted() ? null : StoredCollection.comparator(orderBy);
        return order == null ? documents : documents.sorted(order);
    }

    long count() {
        return isExact() ? candidates.size() : documents().count();
    }

    private boolean isExact() {
        return query.isEmpty() || plan != null && plan.exact();
    }

    private boolean isSorted() {
        return plan != null && plan.sorted();
    }
}
