package cn.twonets.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.Conditions.Condition;
import cn.twonets.store.Conditions.Points;
import cn.twonets.store.Conditions.Range;
import cn.twonets.store.KeyOrder.End;
import cn.twonets.store.Plan.Stretch;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.bson.Document;

/**
 * Chooses the index for a query: all of a unique index first, then the longest run of leading keys held to given values,
 * a range on the next key, and the wanted order. Several values of a leading key make several stretches, merged when
 * an order is wanted. What the index does not decide, the matcher does.
 */
final class Planner {
    private static final int MOST_STRETCHES = 10_000;
    private static final int UNIQUE_FOUND = 1_000_000;
    private static final int LEADING_KEY = 10;
    private static final int ORDER = 7;
    private static final int RANGE = 5;

    private final Conditions conditions;
    private final List<SortKey> sort;

    private record SortKey(String field, boolean descending) {}

    private record Candidate(Plan plan, int score) {}

    private Planner(Document query, @Nullable Document orderBy) {
        this.conditions = Conditions.of(query);
        this.sort = sortKeys(orderBy);
    }

    /** The best plan, or null when every document must be looked at. */
    static @Nullable Plan plan(List<Index<Row>> indexes, Document query, @Nullable Document orderBy) {
        if (orderBy != null && orderBy.containsKey("$natural")) {
            return null;
        }
        Planner planner = new Planner(query, orderBy);
        Candidate best = null;
        for (Index<Row> index : indexes) {
            Candidate candidate = planner.candidate((OrderedIndex) index);
            if (candidate != null && (best == null || candidate.score > best.score)) {
                best = candidate;
            }
        }
        return best == null ? null : best.plan;
    }

    private static List<SortKey> sortKeys(@Nullable Document orderBy) {
        List<SortKey> keys = new ArrayList<>();
        if (orderBy != null) {
            for (Map.Entry<String, Object> entry : orderBy.entrySet()) {
                keys.add(new SortKey(entry.getKey(),
                        entry.getValue() instanceof Number direction && direction.intValue() < 0));
            }
        }
        return keys;
    }

    private @Nullable Candidate candidate(OrderedIndex index) {
        List<List<@Nullable Object>> leading = leadingValues(index);
        int prefix = leading.size();
        Range range = prefix < index.width() && conditions.on(index.key(prefix)) instanceof Range found ? found : null;
        Boolean backwards = direction(index, prefix);
        boolean ordered = !sort.isEmpty() && backwards != null;
        if (prefix == 0 && range == null && (!ordered || index.isSparse())) {
            return null;
        }
        Range served = range != null && index.isMultikey(prefix) ? range.half() : range;
        int used = prefix + (range == null ? 0 : 1);
        boolean exact = conditions.areComplete() && used == conditions.size() && served == range;
        Plan plan = new Plan(index, stretches(index, leading, served), ordered && backwards, sort.isEmpty() || ordered,
                exact, ordered ? wantedOrder(index) : (left, right) -> 0);
        int score = index.isUnique() && prefix == index.width()
                ? UNIQUE_FOUND - Math.min(UNIQUE_FOUND / 2, plan.stretches().size())
                : prefix * LEADING_KEY + (range == null ? 0 : RANGE) + (ordered ? ORDER : 0);
        return new Candidate(plan, score);
    }

    private Comparator<@Nullable Object[]> wantedOrder(OrderedIndex index) {
        int[] positions = sort.stream().mapToInt(key -> position(index, key.field)).toArray();
        return (left, right) -> {
            for (int i = 0; i < positions.length; i++) {
                int order = KeyOrder.compareValues(left[positions[i]], right[positions[i]]);
                if (order != 0) {
                    return sort.get(i).descending ? -order : order;
                }
            }
            return 0;
        };
    }

    private List<List<@Nullable Object>> leadingValues(OrderedIndex index) {
        List<List<@Nullable Object>> leading = new ArrayList<>();
        long stretches = 1;
        while (leading.size() < index.width()) {
            Condition condition = conditions.on(index.key(leading.size()));
            if (!(condition instanceof Points points) || stretches * points.values().size() > MOST_STRETCHES) {
                break;
            }
            stretches *= points.values().size();
            leading.add(points.values());
        }
        return leading;
    }

    /** Whether to walk backwards for the wanted order; null when the index does not give it. */
    private @Nullable Boolean direction(OrderedIndex index, int prefix) {
        Boolean backwards = null;
        int next = prefix;
        for (SortKey key : sort) {
            int position = position(index, key.field);
            if (position < 0 || index.isMultikey(position)) {
                return null;
            }
            if (position < prefix) {
                continue;
            }
            boolean against = key.descending != index.isDescending(position);
            if (position != next || backwards != null && backwards != against) {
                return null;
            }
            backwards = against;
            next++;
        }
        return backwards != null && backwards;
    }

    private static int position(OrderedIndex index, String field) {
        for (int i = 0; i < index.width(); i++) {
            if (index.key(i).equals(field)) {
                return i;
            }
        }
        return -1;
    }

    private static List<Stretch> stretches(OrderedIndex index, List<List<@Nullable Object>> leading,
            @Nullable Range range) {
        List<@Nullable Object[]> beginnings = new ArrayList<>();
        beginnings.add(new Object[0]);
        for (List<@Nullable Object> values : leading) {
            List<@Nullable Object[]> longer = new ArrayList<>(beginnings.size() * values.size());
            for (@Nullable
            Object[] beginning : beginnings) {
                values.forEach(value -> longer.add(followed(beginning, value)));
            }
            beginnings = longer;
        }
        return beginnings.stream().map(beginning -> stretch(index, beginning, range)).toList();
    }

    private static Stretch stretch(OrderedIndex index, @Nullable Object[] beginning, @Nullable Range range) {
        if (range == null) {
            return new Stretch(followed(beginning, End.BEFORE), followed(beginning, End.BEHIND));
        }
        @Nullable
        Object[] low = followed(followed(beginning, range.low()), range.lowIncluded() ? End.BEFORE : End.BEHIND);
        @Nullable
        Object[] high = followed(followed(beginning, range.high()), range.highIncluded() ? End.BEHIND : End.BEFORE);
        if (index.isDescending(beginning.length)) {
            low = followed(followed(beginning, range.high()), range.highIncluded() ? End.BEFORE : End.BEHIND);
            high = followed(followed(beginning, range.low()), range.lowIncluded() ? End.BEHIND : End.BEFORE);
        }
        return new Stretch(low, high);
    }

    private static @Nullable Object[] followed(@Nullable Object[] beginning, @Nullable Object value) {
        @Nullable
        Object[] longer = new Object[beginning.length + 1];
        System.arraycopy(beginning, 0, longer, 0, beginning.length);
        longer[beginning.length] = value;
        return longer;
    }
}
