package cn.twonets.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.BadValueException;

/**
 * The order of an index's entries: its values by MongoDB's order of types and values, each key up or down, then the row.
 * A probe is a beginning of an entry closed by an {@link End}; it stands before or behind all entries that begin so.
 */
final class KeyOrder implements Comparator<@Nullable Object[]> {

    /** Closes a probe: before, or behind, all entries with that beginning. */
    enum End {
        BEFORE, BEHIND
    }

    /** Stands below, or above, all values of a type. */
    record TypeEdge(int rank, boolean above) {}

    private final boolean[] descending;

    KeyOrder(boolean[] descending) {
        this.descending = descending;
    }

    @Override
    public int compare(@Nullable Object[] left, @Nullable Object[] right) {
        int length = Math.min(left.length, right.length);
        for (int i = 0; i < length; i++) {
            Object a = left[i];
            Object b = right[i];
            if (a == b) {
                continue;
            }
            if (a instanceof End end) {
                return end == End.BEFORE ? -1 : 1;
            }
            if (b instanceof End end) {
                return end == End.BEFORE ? 1 : -1;
            }
            if (i == descending.length) {
                return Long.compare(((Row) a).number, ((Row) b).number);
            }
            int order = compareValues(a, b);
            if (order != 0) {
                return descending[i] ? -order : order;
            }
        }
        return 0;
    }

    /** Numbers become doubles where a double holds them exactly, as the library's matcher does; absent becomes null. */
    static @Nullable Object normalize(@Nullable Object value) {
        if (value instanceof String || value instanceof Instant) {
            return value;
        }
        if (Missing.isNullOrMissing(value)) {
            return null;
        }
        if (value instanceof Number number) {
            double asDouble = number.doubleValue();
            if (value instanceof Long whole && whole != (long) asDouble) {
                return value;
            }
            return asDouble + 0.0;
        }
        return value;
    }

    static int compareValues(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        if (a instanceof TypeEdge || b instanceof TypeEdge) {
            return compareEdges(a, b);
        }
        int rank = rank(a);
        int ranks = Integer.compare(rank, rank(b));
        if (ranks != 0 || a == null || b == null) {
            return ranks;
        }
        return switch (a) {
            case Number x -> compareNumbers(x, (Number) b);
            case String x -> x.compareTo((String) b);
            case Document x -> compareDocuments(x, (Document) b);
            case Collection<?> x -> compareLists(x, (Collection<?>) b);
            case BinData x -> x.compareTo((BinData) b);
            case LegacyUUID x -> x.compareTo((LegacyUUID) b);
            case UUID x -> x.toString().compareTo(b.toString());
            case ObjectId x -> x.compareTo((ObjectId) b);
            case Boolean x -> x.compareTo((Boolean) b);
            case Instant x -> x.compareTo((Instant) b);
            case BsonTimestamp x -> x.compareTo((BsonTimestamp) b);
            default -> 0;
        };
    }

    /**
     * The place of the value's type among all types.
     *
     * @throws BadValueException when such a value cannot be indexed
     */
    static int rank(@Nullable Object value) {
        return switch (value) {
            case null -> 1;
            case MinKey ignored -> 0;
            case Missing ignored -> 1;
            case Number ignored -> 2;
            case String ignored -> 3;
            case Document ignored -> 4;
            case Collection<?> ignored -> 5;
            case BinData ignored -> 6;
            case LegacyUUID ignored -> 7;
            case UUID ignored -> 8;
            case ObjectId ignored -> 9;
            case Boolean ignored -> 10;
            case Instant ignored -> 11;
            case BsonTimestamp ignored -> 12;
            case MaxKey ignored -> 14;
            default -> throw new BadValueException("The embedded store does not index values of type "
                    + value.getClass().getSimpleName() + ".");
        };
    }

    private static int compareEdges(@Nullable Object a, @Nullable Object b) {
        if (a instanceof TypeEdge x && b instanceof TypeEdge y) {
            int ranks = Integer.compare(x.rank, y.rank);
            return ranks != 0 ? ranks : Boolean.compare(x.above, y.above);
        }
        if (a instanceof TypeEdge x) {
            int ranks = Integer.compare(x.rank, rank(b));
            return ranks != 0 ? ranks : x.above ? 1 : -1;
        }
        return -compareEdges(b, a);
    }

    private static int compareNumbers(Number a, Number b) {
        Object x = normalize(a);
        Object y = normalize(b);
        if (x instanceof Double left && y instanceof Double right) {
            return Double.compare(left, right);
        }
        if (x instanceof Long left && y instanceof Long right) {
            return Long.compare(left, right);
        }
        double other = x instanceof Double left ? left : (Double) y;
        if (Double.isNaN(other) || Double.isInfinite(other)) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return exact(x).compareTo(exact(y));
    }

    private static BigDecimal exact(@Nullable Object number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal((Double) number);
    }

    private static int compareLists(Collection<?> a, Collection<?> b) {
        Iterator<?> left = a.iterator();
        Iterator<?> right = b.iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = compareValues(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private static int compareDocuments(Document a, Document b) {
        Iterator<Map.Entry<String, Object>> left = a.entrySet().iterator();
        Iterator<Map.Entry<String, Object>> right = b.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            Map.Entry<String, Object> x = left.next();
            Map.Entry<String, Object> y = right.next();
            int order = Integer.compare(rank(x.getValue()), rank(y.getValue()));
            order = order != 0 ? order : x.getKey().compareTo(y.getKey());
            order = order != 0 ? order : compareValues(x.getValue(), y.getValue());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }
}
