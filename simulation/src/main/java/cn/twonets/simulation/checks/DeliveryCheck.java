package cn.twonets.simulation.checks;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** I4 and I10 for one kind of document: the sequence in the store, on the topic, and between the two. */
public final class DeliveryCheck<S> {
    private final String name;
    private final BiConsumer<String, String> violation;
    private final Function<String, List<HistoryEntry>> history;
    private final Map<String, BitSet> onTopic = new HashMap<>();
    private final Map<String, Stored<S>> checked = new HashMap<>();

    public DeliveryCheck(String name, BiConsumer<String, String> violation,
            Function<String, List<HistoryEntry>> history) {
        this.name = name;
        this.violation = violation;
        this.history = history;
    }

    /** Something was put onto the topic. */
    public void appended(OutgoingEvent event) {
        long sequence = Long.parseLong(text(event, "ce_sequence"));
        List<HistoryEntry> stored = history.apply(event.key());
        if (sequence > stored.size()) {
            violation.accept("I4", name + " " + event.key() + ": " + sequence
                    + " is on the topic and not in the store");
        } else if (!stored.get((int) sequence - 1).type().equals(text(event, "ce_type"))) {
            violation.accept("I4", name + " " + event.key() + ": " + sequence + " is " + text(event, "ce_type")
                    + " on the topic and " + stored.get((int) sequence - 1).type() + " in the store");
        }
        onTopic.computeIfAbsent(event.key(), key -> new BitSet()).set((int) sequence);
    }

    private static String text(OutgoingEvent event, String header) {
        return new String(event.headers().get(header), StandardCharsets.UTF_8);
    }

    /** What must hold at every instant. */
    public void atAnyInstant(Collection<Stored<S>> all) {
        for (Stored<S> one : all) {
            if (checked.put(one.id(), one) == one) {
                continue;
            }
            List<HistoryEntry> entries = history.apply(one.id());
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).order().sequence() != i + 1) {
                    violation.accept("I4", name + " " + one.id() + " has " + entries.get(i).order()
                            + " where " + (i + 1) + " belongs");
                    return;
                }
            }
            if (entries.size() != one.order().sequence()) {
                violation.accept("I4", name + " " + one.id() + " is at " + one.order() + " with " + entries.size()
                        + " entries");
            }
            long owed = one.unpublished() == null ? one.order().sequence() : one.unpublished().from() - 1;
            if (firstMissing(one.id()) <= owed) {
                violation.accept("I10", name + " " + one.id() + ": " + firstMissing(one.id())
                        + " is not on the topic, and the document does not say so");
            }
        }
    }

    /** What must hold once everything was swept. */
    public void afterDrain(Collection<Stored<S>> all) {
        for (Stored<S> one : all) {
            if (one.unpublished() != null) {
                violation.accept("I10", name + " " + one.id() + " is still marked unpublished");
            }
            if (firstMissing(one.id()) != one.order().sequence() + 1) {
                violation.accept("I10", name + " " + one.id() + " has " + one.order().sequence()
                        + " events, the topic lacks " + firstMissing(one.id()));
            }
        }
    }

    /** Repeats and late arrivals may come in any order; what counts is which was ever there. */
    private long firstMissing(String id) {
        BitSet there = onTopic.get(id);
        return there == null ? 1 : there.nextClearBit(1);
    }
}
