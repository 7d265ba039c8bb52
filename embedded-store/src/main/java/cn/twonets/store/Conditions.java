package cn.twonets.store;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.KeyOrder.TypeEdge;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/**
 * What a query demands of single fields, as far as an index can serve it. The rest is left to the matcher, so leaving a
 * demand out is always right and only slower.
 */
final class Conditions {

    sealed interface Condition {}

    /** One of these values. */
    record Points(List<@Nullable Object> values) implements Condition {}

    /** Between two values of one type. */
    record Range(Object low, boolean lowIncluded, Object high, boolean highIncluded) implements Condition {
        private static Range ofType(int rank) {
            return new Range(new TypeEdge(rank, false), true, new TypeEdge(rank, true), true);
        }

        /**
         * One bound of the two: different elements of an array may meet them, so an index must not intersect them.
         */
        Range half() {
            return low instanceof TypeEdge
                    ? this
                    : new Range(low, lowIncluded, new TypeEdge(KeyOrder.rank(low), true), true);
        }

        private Range from(Object value, boolean included) {
            return new Range(value, included, high, highIncluded);
        }

        private Range to(Object value, boolean included) {
            return new Range(low, lowIncluded, value, included);
        }
    }

    private final Map<String, Condition> byField = new LinkedHashMap<>();
    private boolean complete = true;

    static Conditions of(Document query) {
        Conditions conditions = new Conditions();
        conditions.addAll(query);
        return conditions;
    }

    @Nullable
    Condition on(String field) {
        return byField.get(field);
    }

    int size() {
        return byField.size();
    }

    /** Whether a document that meets all conditions matches the query, whatever else it holds. */
    boolean areComplete() {
        return complete;
    }

    private void addAll(Document query) {
        query.forEach((field, demand) -> {
            if (field.equals("$and") && demand instanceof Collection<?> parts) {
                for (Object part : parts) {
                    if (part instanceof Document document) {
                        addAll(document);
                    }
                }
            } else if (field.startsWith("$")) {
                complete &= field.equals("$comment");
            } else {
                add(field, conditionOf(demand));
            }
        });
    }

    private void add(String field, @Nullable Condition condition) {
        if (condition == null || byField.putIfAbsent(field, condition) != null) {
            complete = false;
        }
    }

    private @Nullable Condition conditionOf(@Nullable Object demand) {
        if (!(demand instanceof Document operators)) {
            return isPoint(demand) ? points(List.of(demand)) : null;
        }
        if (operators.keySet().stream().noneMatch(name -> name.startsWith("$"))) {
            return isPlain(operators) ? points(List.of(operators)) : null;
        }
        Points points = null;
        Range range = null;
        for (Map.Entry<String, Object> operator : operators.entrySet()) {
            Object value = operator.getValue();
            switch (operator.getKey()) {
                case "$eq" -> points = isPoint(value) && points == null ? points(List.of(value)) : incomplete(points);
                case "$in" -> points = value instanceof Collection<?> all && all.stream().allMatch(Conditions::isPoint)
                        && points == null ? points(all) : incomplete(points);
                case "$gt" -> range = isPoint(value)
                        ? rangeFor(value, range).from(bound(value), false)
                        : incomplete(range);
                case "$gte" -> range = isPoint(value)
                        ? rangeFor(value, range).from(bound(value), true)
                        : incomplete(range);
                case "$lt" -> range = isPoint(value)
                        ? rangeFor(value, range).to(bound(value), false)
                        : incomplete(range);
                case "$lte" -> range = isPoint(value)
                        ? rangeFor(value, range).to(bound(value), true)
                        : incomplete(range);
                default -> complete = false;
            }
        }
        if (points != null) {
            complete &= range == null;
            return points;
        }
        return range;
    }

    private <T> T incomplete(T kept) {
        complete = false;
        return kept;
    }

    private static Range rangeFor(Object value, @Nullable Range known) {
        return known == null ? Range.ofType(KeyOrder.rank(value)) : known;
    }

    private static Object bound(Object value) {
        Object normal = KeyOrder.normalize(value);
        return normal == null ? value : normal;
    }

    private static Points points(Collection<?> values) {
        TreeSet<@Nullable Object> distinct = new TreeSet<>(KeyOrder::compareValues);
        values.forEach(value -> distinct.add(KeyOrder.normalize(value)));
        return new Points(List.copyOf(distinct));
    }

    private static boolean isPoint(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                || value instanceof Instant
                || value instanceof ObjectId || value instanceof java.util.UUID || value instanceof BinData
                || value instanceof BsonTimestamp;
    }

    private static boolean isPlain(Document value) {
        return value.entrySet().stream().allMatch(field -> !field.getKey().startsWith("$")
                && (isPoint(field.getValue()) || field.getValue() instanceof Document inner && isPlain(inner)));
    }
}
