package cn.twonets.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.KeyOrder.End;
import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;

/**
 * One index: {@code _id}, unique or not, sparse or not. An array makes one entry per element. Everything that can fail,
 * fails in {@link #checkAdd} and {@link #checkUpdate}, before any index is touched. Read and written under the store's
 * lock only.
 */
final class OrderedIndex extends Index<Row> {
    static final String ID_INDEX = "_id_";

    private final boolean unique;
    private final String[][] paths;
    private final boolean[] multikey;
    private final boolean[] descending;
    private final TreeSet<@Nullable Object[]> entries;
    private final KeyOrder order;

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse, boolean unique) {
        super(name, keys, sparse);
        this.unique = unique;
        this.paths = keys.stream().map(key -> key.getKey().split("\\.")).toArray(String[][]::new);
        this.multikey = new boolean[paths.length];
        this.descending = new boolean[paths.length];
        for (int i = 0; i < paths.length; i++) {
            descending[i] = !keys.get(i).isAscending();
        }
        this.order = new KeyOrder(descending);
        this.entries = new TreeSet<>(order);
    }

    int width() {
        return paths.length;
    }

    String key(int position) {
        return getKeys().get(position).getKey();
    }

    boolean isDescending(int position) {
        return descending[position];
    }

    /** Whether some document ever had an array there. */
    boolean isMultikey(int position) {
        return multikey[position];
    }

    @Override
    protected boolean isSparse() {
        return super.isSparse();
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return super.hasSameOptions(other) && unique == other.isUnique() && hasSameKeys(other);
    }

    boolean hasSameKeys(Index<?> other) {
        List<IndexKey> others = other.getKeys();
        if (others.size() != width()) {
            return false;
        }
        for (int i = 0; i < width(); i++) {
            if (!key(i).equals(others.get(i).getKey()) || isDescending(i) == others.get(i).isAscending()) {
                return false;
            }
        }
        return true;
    }

    /** The entries between two probes; empty when the first stands behind the second. */
    NavigableSet<@Nullable Object[]> between(@Nullable Object[] from, @Nullable Object[] to) {
        return order.compare(from, to) >= 0 ? new TreeSet<>(order) : entries.subSet(from, true, to, true);
    }

    /** The row with exactly these values, of a unique index. */
    @Nullable
    Row find(@Nullable Object[] values) {
        @Nullable
        Object[] probe = new Object[values.length + 1];
        System.arraycopy(values, 0, probe, 0, values.length);
        probe[values.length] = End.BEFORE;
        @Nullable
        Object[] entry = entries.ceiling(probe);
        if (entry == null) {
            return null;
        }
        for (int i = 0; i < values.length; i++) {
            if (KeyOrder.compareValues(entry[i], values[i]) != 0) {
                return null;
            }
        }
        return (Row) entry[width()];
    }

    @Override
    public @Nullable Row getPosition(Document document) {
        return getName().equals(ID_INDEX) ? rowOf(document) : null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Row> collection) {
        for (@Nullable
        Object[] entry : entriesOf(document)) {
            check(entry, null, collection);
        }
    }

    @Override
    public void add(Document document, Row position, MongoCollection<Row> collection) {
        List<@Nullable Object[]> added = entriesOf(document);
        for (@Nullable
        Object[] entry : added) {
            check(entry, position, collection);
        }
        for (@Nullable
        Object[] entry : added) {
            entry[width()] = position;
            entries.add(entry);
        }
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Row> collection) {
        if (getName().equals(ID_INDEX)) {
            ((StoredCollection) collection).checkStorable(newDocument);
        }
        if (hasSameValues(oldDocument, newDocument)) {
            return;
        }
        Row row = null;
        for (@Nullable
        Object[] entry : entriesOf(newDocument)) {
            for (int i = 0; i < width(); i++) {
                KeyOrder.rank(entry[i]);
            }
            Row holder = unique ? find(valuesOf(entry)) : null;
            if (holder != null) {
                row = row == null ? rowOf(oldDocument) : row;
                check(entry, row, collection);
            }
        }
    }

    @Override
    public void updateInPlace(Document oldDocument, Document newDocument, Row position,
            MongoCollection<Row> collection) {
        if (!hasSameValues(oldDocument, newDocument)) {
            remove(oldDocument, position);
            add(newDocument, position, collection);
        }
    }

    void remove(Document document, Row row) {
        for (@Nullable
        Object[] entry : entriesOf(document)) {
            entry[width()] = row;
            entries.remove(entry);
        }
    }

    @Override
    public Row remove(Document document) {
        throw new UnsupportedOperationException("An entry is removed together with its row.");
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Row> getPositions(Document query) {
        throw new UnsupportedOperationException("The planner asks the index.");
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public void drop() {
        entries.clear();
    }

    private @Nullable Row rowOf(Document document) {
        return entriesOf(document).stream().map(this::valuesOf).map(this::find).filter(Objects::nonNull).findFirst()
                .orElse(null);
    }

    private void check(@Nullable Object[] entry, @Nullable Row allowed, MongoCollection<Row> collection) {
        for (int i = 0; i < width(); i++) {
            KeyOrder.rank(entry[i]);
        }
        if (unique) {
            @Nullable
            Object[] values = valuesOf(entry);
            Row holder = find(values);
            if (holder != null && holder != allowed) {
                throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(values));
            }
        }
    }

    private @Nullable Object[] valuesOf(@Nullable Object[] entry) {
        return Arrays.copyOf(entry, width());
    }

    private boolean hasSameValues(Document left, Document right) {
        for (String[] path : paths) {
            Object a = at(left, path, 0);
            Object b = at(right, path, 0);
            if (a != b && (a instanceof Missing || b instanceof Missing || a == null || !a.equals(b))) {
                return false;
            }
        }
        return true;
    }

    /** One entry per combination of values, the place of the row left open; none if sparse and nothing is there. */
    private List<@Nullable Object[]> entriesOf(Document document) {
        List<@Nullable Object[]> made = new ArrayList<>(1);
        made.add(new Object[width() + 1]);
        boolean present = false;
        String array = null;
        for (int i = 0; i < width(); i++) {
            Object value = at(document, paths[i], 0);
            if (value instanceof Collection<?> elements) {
                String root = arrayRoot(document, paths[i]);
                if (array != null && !array.equals(root)) {
                    throw new CannotIndexParallelArraysError(List.of(array, root));
                }
                array = root;
                multikey[i] = true;
                present |= elements.isEmpty() || elements.stream().anyMatch(element -> !(element instanceof Missing));
                made = multiply(made, i, elements);
            } else {
                present |= !(value instanceof Missing);
                Object normal = KeyOrder.normalize(value);
                for (@Nullable
                Object[] entry : made) {
                    entry[i] = normal;
                }
            }
        }
        return present || !isSparse() ? made : List.of();
    }

    private static List<@Nullable Object[]> multiply(List<@Nullable Object[]> made, int position,
            Collection<?> elements) {
        if (elements.isEmpty()) {
            return made;
        }
        TreeSet<@Nullable Object> distinct = new TreeSet<>(KeyOrder::compareValues);
        elements.forEach(element -> distinct.add(KeyOrder.normalize(element)));
        List<@Nullable Object[]> product = new ArrayList<>(made.size() * distinct.size());
        for (@Nullable
        Object[] entry : made) {
            for (Object element : distinct) {
                @Nullable
                Object[] copy = entry.clone();
                copy[position] = element;
                product.add(copy);
            }
        }
        return product;
    }

    private static String arrayRoot(Document document, String[] path) {
        Object node = document;
        for (int i = 0; i < path.length; i++) {
            if (!(node instanceof Document parent)) {
                return String.join(".", List.of(path).subList(0, i));
            }
            node = parent.getOrMissing(path[i]);
        }
        return String.join(".", path);
    }

    private static @Nullable Object at(@Nullable Object node, String[] path, int from) {
        @Nullable
        Object value = node;
        for (int i = from; i < path.length; i++) {
            if (value instanceof Document document) {
                value = document.getOrMissing(path[i]);
            } else if (value instanceof Collection<?> elements) {
                List<@Nullable Object> found = new ArrayList<>(elements.size());
                for (Object element : elements) {
                    Object inner = element instanceof Document ? at(element, path, i) : Missing.getInstance();
                    if (inner instanceof Collection<?> inners) {
                        found.addAll(inners);
                    } else {
                        found.add(inner);
                    }
                }
                return found;
            } else {
                return Missing.getInstance();
            }
        }
        return value;
    }
}
