package cn.twonets.simulation.ports;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The documents of one kind, as all instances share them. Tells whoever watches of each write as it happens. */
public final class Documents<S> {
    private final Map<String, Stored<S>> byId = new TreeMap<>();
    private final Map<String, List<HistoryEntry>> moved = new TreeMap<>();
    private final Watcher<S> watcher;

    /** Is told of writes. */
    @FunctionalInterface
    public interface Watcher<S> {
        void written(@Nullable Stored<S> before, Stored<S> after);
    }

    public Documents(Watcher<S> watcher) {
        this.watcher = watcher;
    }

    public Optional<Stored<S>> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All, in the order of their ids, as they are now. */
    public Collection<Stored<S>> all() {
        return List.copyOf(byId.values());
    }

    /** The whole history of one. */
    public List<HistoryEntry> history(String id) {
        List<HistoryEntry> all = new ArrayList<>();
        for (long part = 0; moved.containsKey(id + "/" + part); part++) {
            all.addAll(moved(id, part));
        }
        Stored<S> stored = byId.get(id);
        if (stored != null) {
            all.addAll(stored.history());
        }
        return all;
    }

    /** Puts a document there, whatever was there before. */
    public void put(@Nullable Stored<S> before, Stored<S> after) {
        byId.put(after.id(), after);
        watcher.written(before, after);
    }

    void cleared(Stored<S> one) {
        byId.put(one.id(), new Stored<>(one.id(), one.version(), one.order(), one.state(), one.history(), one.acts(),
                null));
    }

    void keepMoved(String id, Write.Moved part) {
        moved.putIfAbsent(id + "/" + part.part(), part.entries());
    }

    List<HistoryEntry> moved(String id, long part) {
        return moved.getOrDefault(id + "/" + part, List.of());
    }
}
