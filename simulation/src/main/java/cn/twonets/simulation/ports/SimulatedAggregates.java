package cn.twonets.simulation.ports;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.delivery.outbox.Write;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.simulation.story.Fault;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
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
import java.util.function.Predicate;

/** One instance's way to the documents of one kind: the product's outbox core over documents that instances share. */
public final class SimulatedAggregates<S, H extends Happening, P extends PublicState>
        extends
            OutboxAggregates<S, H, P> {
    private static final CompositeMeterRegistry METERS = new CompositeMeterRegistry();

    private final Documents<S> documents;
    private final Line line;

    public SimulatedAggregates(
            AggregateKind<S, H, P> kind,
            Documents<S> documents,
            EventSink sink,
            Clock clock,
            Line line) {
        super(kind, sink, clock, METERS, time -> {});
        this.documents = documents;
        this.line = line;
    }

    /** The aggregates that fit, by id. */
    public List<Stored<S>> where(Predicate<S> predicate) {
        line.pass(Line.At.READ);
        return documents.all().stream().filter(stored -> predicate.test(stored.state())).toList();
    }

    @Override
    public List<Stored<S>> after(String id, int limit) {
        line.pass(Line.At.READ);
        return documents.all().stream().filter(stored -> stored.id().compareTo(id) > 0).limit(limit).toList();
    }

    @Override
    public long count() {
        line.pass(Line.At.READ);
        return documents.all().size();
    }

    @Override
    public Map<String, Stored<S>> findAll(Collection<String> ids) {
        Map<String, Stored<S>> found = new LinkedHashMap<>();
        for (String id : ids) {
            documents.find(id).ifPresent(stored -> found.put(id, stored));
        }
        line.pass(Line.At.READ);
        return found;
    }

    @Override
    protected Set<String> store(List<Write<S>> writes) {
        Fault.What wrong = line.pass(Line.At.WRITE);
        int done = wrong == Fault.What.STORE_UNKNOWN ? line.cut(writes.size()) : writes.size();
        Set<String> conflicts = new LinkedHashSet<>();
        for (Write<S> write : writes.subList(0, done)) {
            if (write.moved() != null) {
                documents.keepMoved(write.id(), write.moved());
            }
            Stored<S> current = documents.find(write.id()).orElse(null);
            Long version = current == null ? null : Long.valueOf(current.version());
            if (Objects.equals(version, write.guard())) {
                documents.put(current, write.after());
            } else {
                conflicts.add(write.id());
            }
        }
        if (wrong == Fault.What.STORE_UNKNOWN) {
            throw new Unavailable("the store's answer was lost");
        }
        line.pass(Line.At.WRITTEN);
        return conflicts;
    }

    @Override
    protected List<Stored<S>> unpublishedSince(Instant before, int skip, int limit) {
        line.pass(Line.At.READ);
        return documents.all().stream()
                .filter(stored -> stored.unpublished() != null && stored.unpublished().since().isBefore(before))
                .sorted(Comparator.comparing(stored -> stored.unpublished().since()))
                .skip(skip)
                .limit(limit)
                .toList();
    }

    @Override
    protected long clear(Map<String, EventOrder> acknowledged) {
        Fault.What wrong = line.pass(Line.At.CLEAR);
        List<String> ids = acknowledged.keySet().stream().sorted().toList();
        int done = wrong == Fault.What.STORE_UNKNOWN ? line.cut(ids.size()) : ids.size();
        long cleared = 0;
        for (String id : ids.subList(0, done)) {
            Stored<S> current = documents.find(id).orElse(null);
            if (current != null && current.unpublished() != null && current.order().equals(acknowledged.get(id))) {
                documents.cleared(current);
                cleared++;
            }
        }
        if (wrong == Fault.What.STORE_UNKNOWN) {
            throw new Unavailable("the store's answer was lost");
        }
        line.pass(Line.At.CLEARED);
        return cleared;
    }

    @Override
    protected List<HistoryEntry> moved(String id, long parts) {
        line.pass(Line.At.READ);
        List<HistoryEntry> entries = new ArrayList<>();
        for (long part = 0; part < parts; part++) {
            entries.addAll(documents.moved(id, part));
        }
        return entries;
    }
}
