package cn.twonets.delivery.memory;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.delivery.outbox.Write;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Aggregates in memory. Instances made by {@link #restarted} work on the same documents, as processes do on one store. */
public final class InMemoryAggregates<S, H extends Happening, P extends PublicState> extends OutboxAggregates<S, H, P> {
    private final Documents<S> documents;
    private final Clock clock;
    private final MeterRegistry meters;
    private final int epoch;

    /** Begins with no documents. */
    public InMemoryAggregates(AggregateKind<S, H, P> kind, EventSink sink, Clock clock, MeterRegistry meters) {
        this(kind, sink, clock, meters, new Documents<>(), 0);
    }

    private InMemoryAggregates(
            AggregateKind<S, H, P> kind,
            EventSink sink,
            Clock clock,
            MeterRegistry meters,
            Documents<S> documents,
            int epoch) {
        super(kind, sink, clock, meters);
        this.epoch = epoch;
        this.documents = documents;
        this.clock = clock;
        this.meters = meters;
    }

    /** Another instance over the same documents that remembers nothing of what this one has sent. */
    public InMemoryAggregates<S, H, P> restarted(EventSink newSink) {
        return new InMemoryAggregates<>(kind(), newSink, clock, meters, documents, epoch);
    }

    /** As {@link #restarted}, on a copy of the documents as they are now: a backup of them, restored under that epoch. */
    public InMemoryAggregates<S, H, P> restored(EventSink newSink, int newEpoch) {
        Documents<S> copy = new Documents<>();
        synchronized (documents) {
            copy.byId.putAll(documents.byId);
            copy.moved.putAll(documents.moved);
        }
        return new InMemoryAggregates<>(kind(), newSink, clock, meters, copy, newEpoch);
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    protected boolean isToldAgain() {
        synchronized (documents) {
            return documents.toldAgain == epoch;
        }
    }

    @Override
    protected void noteToldAgain() {
        synchronized (documents) {
            documents.toldAgain = epoch;
        }
    }

    /** The aggregates that fit, by id. */
    public List<Stored<S>> where(Predicate<Stored<S>> predicate) {
        synchronized (documents) {
            return documents.byId.values().stream().filter(predicate).toList();
        }
    }

    @Override
    public long count() {
        return where(stored -> true).size();
    }

    @Override
    public List<Stored<S>> after(String id, int limit) {
        return where(stored -> stored.id().compareTo(id) > 0).stream().limit(limit).toList();
    }

    @Override
    public Map<String, Stored<S>> findAll(Collection<String> ids) {
        Map<String, Stored<S>> found = new LinkedHashMap<>();
        synchronized (documents) {
            for (String id : ids) {
                Stored<S> stored = documents.byId.get(id);
                if (stored != null) {
                    found.put(id, stored);
                }
            }
        }
        return found;
    }

    @Override
    protected Set<String> store(List<Write<S>> writes) {
        Set<String> conflicts = new LinkedHashSet<>();
        synchronized (documents) {
            for (Write<S> write : writes) {
                if (write.moved() != null) {
                    documents.moved.putIfAbsent(write.id() + "/" + write.moved().part(), write.moved().entries());
                }
                Stored<S> current = documents.byId.get(write.id());
                Long version = current == null ? null : Long.valueOf(current.version());
                if (Objects.equals(version, write.guard())) {
                    documents.byId.put(write.id(), write.after());
                } else {
                    conflicts.add(write.id());
                }
            }
        }
        return conflicts;
    }

    @Override
    protected List<Stored<S>> unpublishedSince(Instant before, int skip, int limit) {
        return where(stored -> stored.unpublished() != null && stored.unpublished().since().isBefore(before)).stream()
                .sorted(Comparator.comparing(stored -> stored.unpublished().since()))
                .skip(skip)
                .limit(limit)
                .toList();
    }

    @Override
    protected long clear(Map<String, EventOrder> acknowledged) {
        long cleared = 0;
        synchronized (documents) {
            for (Map.Entry<String, EventOrder> entry : acknowledged.entrySet()) {
                Stored<S> current = documents.byId.get(entry.getKey());
                if (current != null && current.unpublished() != null && current.order().equals(entry.getValue())) {
                    documents.byId.put(
                            current.id(),
                            new Stored<>(
                                    current.id(),
                                    current.version(),
                                    current.order(),
                                    current.state(),
                                    current.history(),
                                    current.acts(),
                                    null));
                    cleared++;
                }
            }
        }
        return cleared;
    }

    @Override
    protected List<HistoryEntry> moved(String id, long parts) {
        List<HistoryEntry> entries = new ArrayList<>();
        synchronized (documents) {
            for (long part = 0; part < parts; part++) {
                entries.addAll(documents.moved.getOrDefault(id + "/" + part, List.of()));
            }
        }
        return entries;
    }

    private static final class Documents<S> {
        private final Map<String, Stored<S>> byId = new TreeMap<>();
        private final Map<String, List<HistoryEntry>> moved = new TreeMap<>();
        private int toldAgain;
    }
}
