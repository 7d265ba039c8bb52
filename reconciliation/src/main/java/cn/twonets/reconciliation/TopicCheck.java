package cn.twonets.reconciliation;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Topic;
import cn.twonets.reconciliation.TopicReader.Reading;
import cn.twonets.reconciliation.TopicReader.Sighted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A topic against its writer's store. Reads the topic to where it ends, then walks the store: an event that is stored, not
 * marked unpublished, and not on the topic even when read on to its new end, is missing, since the mark is taken off only
 * after the record has arrived. A record that the store does not know when it is asked again was never written there, since
 * the store is always written first. So nothing has to be waited for.
 *
 * <p>Where the store was restored from a backup, only what was told since is compared: everything was told again then, and
 * what an earlier epoch left on the topic is what the backup did not know.
 *
 * <p>A store of many aggregates is compared in several parts, each with a reading of its own, so that memory stays bounded.
 */
public final class TopicCheck implements Check {
    /** So many aggregates are compared with one reading of the topic. */
    public static final int MOST_AT_ONCE = 1_000_000;

    /** What is nearly a year old may have left the topic. */
    private static final Duration KEPT = Topic.RETENTION.minusDays(1);
    private static final int PAGE = 200;
    private static final int READ_AT_ONCE = 1_000;

    private final List<OutboxAggregates<?, ?, ?>> collections;
    private final Topic topic;
    private final TopicReader reader;
    private final Clock clock;
    private final long mostAtOnce;

    /** @param collections all that is published on one topic */
    public TopicCheck(List<OutboxAggregates<?, ?, ?>> collections, TopicReader reader, Clock clock) {
        this(collections, reader, clock, MOST_AT_ONCE);
    }

    TopicCheck(List<OutboxAggregates<?, ?, ?>> collections, TopicReader reader, Clock clock, long mostAtOnce) {
        this.collections = List.copyOf(collections);
        this.topic = collections.getFirst().kind().family().topic();
        this.reader = reader;
        this.clock = clock;
        this.mostAtOnce = mostAtOnce;
    }

    @Override
    public String name() {
        return topic.topicName() + " against its store";
    }

    @Override
    public void run(Ledger ledger) {
        ledger.counted(topic.topicName() + " stored", 0);
        long count = collections.stream().mapToLong(OutboxAggregates::count).sum();
        int parts = (int) (count / mostAtOnce) + 1;
        for (int part = 0; part < parts; part++) {
            try (Reading reading = reader.open(topic)) {
                new Part(part, parts, count / parts, reading, ledger).compare();
            }
        }
    }

    /** The comparison of those aggregates whose hash falls into one part. */
    private final class Part {
        private final int part;
        private final int parts;
        private final Reading reading;
        private final Ledger ledger;
        private final Sightings sightings;
        private final Instant keptSince = clock.instant().minus(KEPT);

        Part(int part, int parts, long expected, Reading reading, Ledger ledger) {
            this.part = part;
            this.parts = parts;
            this.reading = reading;
            this.ledger = ledger;
            this.sightings = new Sightings(expected, isNewestOnly());
        }

        void compare() {
            readOn();
            List<Long> before = new ArrayList<>();
            collections.forEach(this::walk);
            readOn();
            sightings.eachUnmatched(before::add);
            reportUnknown(before);
        }

        private boolean isMine(String aggregate) {
            return parts == 1 || Long.remainderUnsigned(Sightings.hash(aggregate), parts) == part;
        }

        private void readOn() {
            long[] counts = new long[3];
            reading.readOn(sighted -> {
                if (++counts[2] % READ_AT_ONCE == 0) {
                    ledger.looked(READ_AT_ONCE);
                }
                switch (sighted) {
                    case Sighted.Event event -> {
                        counts[0]++;
                        if (isMine(event.aggregate())) {
                            sightings.saw(event.aggregate(), event.order(), event.place());
                        }
                    }
                    case Sighted.Tombstone gone -> epochs().forEach(epoch -> sightings.forget(gone.aggregate(), epoch));
                    case Sighted.Strange strange -> counts[1]++;
                }
            });
            ledger.looked(counts[2] % READ_AT_ONCE);
            if (part == 0) {
                ledger.counted(topic.topicName() + " records", counts[0]);
                ledger.counted(topic.topicName() + " records that name no event", counts[1]);
            }
        }

        /** In which aggregates are told now, and in which they were before any restore. */
        private Stream<Integer> epochs() {
            return Stream.concat(Stream.of(0), collections.stream().map(OutboxAggregates::epoch)).distinct();
        }

        private <S> void walk(OutboxAggregates<S, ?, ?> collection) {
            List<Stored<S>> page = collection.after("", PAGE);
            while (!page.isEmpty()) {
                List<Stored<S>> mine = page.stream().filter(stored -> isMine(stored.id())).toList();
                ledger.walked(topic.topicName() + " stored", mine.size());
                compare(collection, mine);
                page = page.size() < PAGE ? List.of() : collection.after(page.getLast().id(), PAGE);
            }
        }

        private <S> void compare(OutboxAggregates<S, ?, ?> collection, List<Stored<S>> stored) {
            stored.forEach(one -> {
                sightings.match(one.id(), one.order().epoch());
                one.history().forEach(entry -> sightings.match(one.id(), entry.order().epoch()));
            });
            List<Stored<S>> suspects = stored.stream().filter(one -> !isWholeAtFirstSight(one)).toList();
            if (suspects.isEmpty()) {
                return;
            }
            readOn();
            List<Difference> missing = missing(collection, suspects);
            if (!missing.isEmpty()) {
                ledger.settle(missing, ledger.heals() ? healed(collection, suspects, missing) : missing);
            }
            ledger.remain(beyond(collection, suspects));
        }

        private <S> List<Difference> healed(
                OutboxAggregates<S, ?, ?> collection, List<Stored<S>> suspects, List<Difference> missing) {
            collection.retell(missing.stream()
                    .filter(one -> one.kind() == DifferenceKind.NOT_ON_TOPIC)
                    .map(Difference::subject)
                    .collect(Collectors.toSet()));
            readOn();
            return missing(collection, suspects);
        }

        /** The usual case, from what is at hand: everything seen through the last event, and nothing beyond it. */
        private boolean isWholeAtFirstSight(Stored<?> stored) {
            if (stored.history().isEmpty()) {
                return true;
            }
            return sightings.last(stored.id(), stored.order().epoch()) == stored.order().sequence()
                    && (isNewestOnly() || sightings.hasFrom(firstTold(stored), stored.id(), stored.order()));
        }

        /** The first event of its present epoch that must be on the topic. */
        private static long firstTold(Stored<?> stored) {
            int epoch = stored.order().epoch();
            if (stored.history().getFirst().order().epoch() == epoch) {
                return 1;
            }
            return stored.history().stream()
                    .filter(entry -> entry.order().epoch() == epoch)
                    .findFirst()
                    .map(entry -> entry.order().sequence())
                    .orElse(stored.order().sequence());
        }

        private boolean isThere(Stored<?> stored, HistoryEntry entry) {
            return sightings.has(stored.id(), entry.order())
                    || entry.at().isBefore(keptSince)
                    || stored.unpublished() != null && entry.order().sequence() >= stored.unpublished().from();
        }

        private <S> List<Difference> missing(OutboxAggregates<S, ?, ?> collection, List<Stored<S>> suspects) {
            List<Difference> missing = new ArrayList<>();
            for (Stored<S> stored : suspects) {
                List<HistoryEntry> all = isNewestOnly() ? stored.history() : collection.history(stored.id());
                List<HistoryEntry> known = told(stored, all);
                for (HistoryEntry entry : known) {
                    boolean newest = entry.order().equals(stored.order());
                    if ((newest || !isNewestOnly()) && !isThere(stored, entry) && !isSuperseded(stored)) {
                        missing.add(new Difference(
                                newest ? DifferenceKind.NOT_ON_TOPIC : DifferenceKind.EARLIER_NOT_ON_TOPIC,
                                stored.id(), topic.topicName() + ": " + entry.order() + " " + entry.type()));
                    }
                }
            }
            return missing;
        }

        /** What the topic must hold: all of the present epoch, and what was told again when that began. */
        private static List<HistoryEntry> told(Stored<?> stored, List<HistoryEntry> history) {
            List<HistoryEntry> told = new ArrayList<>(history.stream()
                    .filter(entry -> entry.order().epoch() == stored.order().epoch()
                            && !entry.order().isAfter(stored.order()))
                    .toList());
            if (told.isEmpty() && !history.isEmpty()) {
                HistoryEntry last = history.getLast();
                told.add(new HistoryEntry(stored.order(), last.type(), last.at(), last.happened(),
                        last.correlationId()));
            }
            return told;
        }

        /** A compacted topic that holds a newer record than was stored when it was read lacks nothing. */
        private boolean isSuperseded(Stored<?> stored) {
            return isNewestOnly()
                    && sightings.last(stored.id(), stored.order().epoch()) > stored.order().sequence();
        }

        /** Records beyond the last stored event, unless the store knows them by now. */
        private <S> List<Difference> beyond(OutboxAggregates<S, ?, ?> collection, List<Stored<S>> suspects) {
            Map<String, Stored<S>> now = collection.findAll(suspects.stream().map(Stored::id).toList());
            return now.values().stream()
                    .filter(stored -> lastSeen(stored) > stored.order().sequence())
                    .map(stored -> new Difference(DifferenceKind.UNKNOWN_ON_TOPIC, stored.id(),
                            "%s: %d.%d, stored %s".formatted(topic.topicName(), stored.order().epoch(),
                                    lastSeen(stored), stored.order())))
                    .toList();
        }

        private long lastSeen(Stored<?> stored) {
            return sightings.last(stored.id(), stored.order().epoch());
        }

        /** Records of aggregates that no walk has met: asked for one by one, since they may be younger than the walk. */
        private void reportUnknown(List<Long> places) {
            for (int from = 0; from < places.size(); from += PAGE) {
                List<Sighted.Event> found = reading.at(places.subList(from, Math.min(from + PAGE, places.size())))
                        .stream()
                        .map(sighted -> sighted instanceof Sighted.Event event ? event : null)
                        .filter(Objects::nonNull)
                        .filter(event -> collections.stream().allMatch(one -> event.order().epoch() >= one.epoch()))
                        .toList();
                ledger.remain(found.stream()
                        .filter(event -> collections.stream().noneMatch(collection -> knows(collection, event)))
                        .map(event -> new Difference(DifferenceKind.UNKNOWN_ON_TOPIC, event.aggregate(),
                                topic.topicName() + ": " + event.order() + ", nothing stored"))
                        .toList());
            }
        }

        private boolean knows(OutboxAggregates<?, ?, ?> collection, Sighted.Event event) {
            return collection.find(event.aggregate())
                    .map(stored -> stored.history().stream()
                            .anyMatch(entry -> entry.order().epoch() == event.order().epoch())
                            || stored.order().epoch() == event.order().epoch())
                    .orElse(false);
        }
    }

    private boolean isNewestOnly() {
        return topic.cleanup() == Topic.Cleanup.COMPACT;
    }
}
