package cn.twonets.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * How an index answers a query: stretches of it, walked one after the other or merged into the wanted order.
 *
 * @param stretches pairs of probes
 * @param sorted whether the rows come in the wanted order
 * @param exact whether every row found matches the query
 */
record Plan(OrderedIndex index, List<Stretch> stretches, boolean backwards, boolean sorted, boolean exact,
        Comparator<@Nullable Object[]> merging) {

    record Stretch(@Nullable Object[] from, @Nullable Object[] to) {}

    /** Hands over each row once until the visitor says enough. Returns how many entries were looked at. */
    long visit(Predicate<Row> wantsMore) {
        Set<Row> seen = canRepeat() ? Collections.newSetFromMap(new IdentityHashMap<>()) : Set.of();
        boolean repeats = canRepeat();
        Iterator<@Nullable Object[]> entries = sorted && stretches.size() > 1 ? merged() : chained();
        long looked = 0;
        while (entries.hasNext()) {
            looked++;
            Row row = (Row) entries.next()[index.width()];
            if ((!repeats || seen.add(row)) && !wantsMore.test(row)) {
                break;
            }
        }
        return looked;
    }

    private boolean canRepeat() {
        for (int i = 0; i < index.width(); i++) {
            if (index.isMultikey(i)) {
                return true;
            }
        }
        return false;
    }

    private Iterator<@Nullable Object[]> walk(Stretch stretch) {
        NavigableSet<@Nullable Object[]> found = index.between(stretch.from, stretch.to);
        return backwards ? found.descendingIterator() : found.iterator();
    }

    private Iterator<@Nullable Object[]> chained() {
        return stretches.size() == 1 ? walk(stretches.getFirst()) : new Chain(stretches.iterator());
    }

    private Iterator<@Nullable Object[]> merged() {
        List<Head> heads = new ArrayList<>(stretches.size());
        for (Stretch stretch : stretches) {
            Iterator<@Nullable Object[]> entries = walk(stretch);
            if (entries.hasNext()) {
                heads.add(new Head(entries));
            }
        }
        PriorityQueue<Head> queue = new PriorityQueue<>(Math.max(1, heads.size()),
                (left, right) -> merging.compare(left.entry, right.entry));
        queue.addAll(heads);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !queue.isEmpty();
            }

            @Override
            public @Nullable Object[] next() {
                Head head = queue.remove();
                @Nullable
                Object[] entry = head.entry;
                if (head.advance()) {
                    queue.add(head);
                }
                return entry;
            }
        };
    }

    private final class Chain implements Iterator<@Nullable Object[]> {
        private final Iterator<Stretch> rest;
        private Iterator<@Nullable Object[]> current = Collections.emptyIterator();

        private Chain(Iterator<Stretch> rest) {
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && rest.hasNext()) {
                current = walk(rest.next());
            }
            return current.hasNext();
        }

        @Override
        public @Nullable Object[] next() {
            return current.next();
        }
    }

    private static final class Head {
        private final Iterator<@Nullable Object[]> entries;
        private @Nullable Object[] entry;

        private Head(Iterator<@Nullable Object[]> entries) {
            this.entries = entries;
            this.entry = entries.next();
        }

        private boolean advance() {
            boolean more = entries.hasNext();
            if (more) {
                entry = entries.next();
            }
            return more;
        }
    }
}
