package cn.twonets.delivery.outbox;

import cn.twonets.events.EventFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this service owns of one family, each aggregate as its newest event. A family whose aggregates lie in several
 * collections is walked as one, in the order of ids.
 */
public final class OwnedStates {
    private final List<OutboxAggregates<?, ?, ?>> collections;

    /** @throws IllegalArgumentException if none of these belongs to the family */
    public OwnedStates(EventFamily<?, ?> family, Collection<OutboxAggregates<?, ?, ?>> all) {
        this.collections = all.stream().filter(one -> one.kind().family() == family).toList();
        if (collections.isEmpty()) {
            throw new IllegalArgumentException(family.topic().topicName() + " has another owner");
        }
    }

    /**
     * Some aggregates.
     *
     * @param events in the order of their aggregates' ids
     * @param next where to go on; null after the last
     */
    public record Page(List<OutgoingEvent> events, @Nullable String next) {}

    /** The aggregate of that id; empty if there is none that was ever published. */
    public Optional<OutgoingEvent> find(String id) {
        return collections.stream()
                .flatMap(collection -> newest(collection, List.of(id)).stream())
                .map(Owned::event)
                .findFirst();
    }

    /** Reads on, with majority, after an id. */
    public Page after(String id, int limit) {
        List<Owned> found = new ArrayList<>();
        List<String> lasts = new ArrayList<>();
        for (OutboxAggregates<?, ?, ?> collection : collections) {
            read(collection, id, limit, found).ifPresent(lasts::add);
        }
        // Beyond the first of these a collection may hold ids that were not read.
        Optional<String> through = lasts.stream().min(Comparator.naturalOrder());
        List<Owned> page = found.stream()
                .filter(one -> through.map(last -> one.id().compareTo(last) <= 0).orElse(true))
                .sorted(Comparator.comparing(Owned::id))
                .toList();
        return new Page(page.stream().limit(limit).map(Owned::event).toList(),
                page.size() > limit ? page.get(limit - 1).id() : through.orElse(null));
    }

    /** @return the last id that was read, if there may be more behind it */
    private static <S> Optional<String> read(OutboxAggregates<S, ?, ?> collection, String after, int limit,
            List<Owned> into) {
        var read = collection.after(after, limit);
        read.forEach(stored -> collection.newest(stored).ifPresent(event -> into.add(new Owned(stored.id(), event))));
        return read.size() < limit ? Optional.empty() : Optional.of(read.getLast().id());
    }

    private static <S> List<Owned> newest(OutboxAggregates<S, ?, ?> collection, List<String> ids) {
        return collection.findAll(ids).values().stream()
                .flatMap(stored -> collection.newest(stored).map(event -> new Owned(stored.id(), event)).stream())
                .toList();
    }

    private record Owned(String id, OutgoingEvent event) {}
}
