package cn.twonets.delivery.outbox;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.ContendedException;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Pause;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.PublishingFailedException;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.Stored.RememberedAct;
import cn.twonets.delivery.Stored.UnpublishedEvent;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates whose documents say themselves what of them is not yet in Kafka. Any number of instances may work on the
 * same documents; they may repeat each other's sends, and none is needed for another's to happen.
 *
 * @param <S> the state
 * @param <H> what can happen
 * @param <P> the public state
 */
public abstract class OutboxAggregates<S, H extends Happening, P extends PublicState> implements Aggregates<S, H> {
    /** So many acts are remembered for idempotency. */
    public static final int MOST_ACTS = 50;
    /** So many history entries stay in the document; beyond them the oldest {@link #MOVED} move out. */
    public static final int MOST_HISTORY = 200;
    /** So many history entries move at once into a document of their own. */
    public static final int MOVED = 100;

    private static final int MOST_ATTEMPTS = 40;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(320);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(30);
    private static final int PAGE = 200;
    private static final int MOST_REMEMBERED = 50_000;

    private final AggregateKind<S, H, P> kind;
    private final EventCodec<H, P> codec;
    private final EventSink sink;
    private final Clock clock;
    private final Pause pauses;
    private final DeliveryMeters meters;
    private final Publication publication;
    private final Preparation<S, H, P> preparation;

    protected OutboxAggregates(AggregateKind<S, H, P> kind, EventSink sink, Clock clock, MeterRegistry meters) {
        this(kind, sink, clock, meters, Pause.SLEEPING);
    }

    /** @param pauses how the time before a repeated write passes */
    protected OutboxAggregates(
            AggregateKind<S, H, P> kind,
            EventSink sink,
            Clock clock,
            MeterRegistry meters,
            Pause pauses) {
        this.pauses = pauses;
        this.kind = kind;
        this.codec = new EventCodec<>(kind.family());
        this.sink = sink;
        this.clock = clock;
        this.meters = new DeliveryMeters(meters, kind);
        this.publication = new Publication(MOST_REMEMBERED, this::sendCounted);
        this.preparation = new Preparation<>(kind, codec, clock, publication);
    }

    /**
     * Writes all, each alone and guarded.
     *
     * @return the ids whose guard did not hold: nothing was written for them
     */
    protected abstract Set<String> store(List<Write<S>> writes);

    /** The documents that have been unpublished since before then, the longest first. */
    protected abstract List<Stored<S>> unpublishedSince(Instant before, int skip, int limit);

    /**
     * Takes the mark off those documents whose last event is still the one named.
     *
     * @return how many
     */
    protected abstract long clear(Map<String, EventOrder> acknowledged);

    /** The entries that have left the aggregate's document, oldest first: those of {@code parts} documents of their own. */
    protected abstract List<HistoryEntry> moved(String id, long parts);

    /** Reads on in the order of ids, with majority. */
    public abstract List<Stored<S>> after(String id, int limit);

    /** About how many there are. */
    public abstract long count();

    /** Those that have been unpublished since before then, by id with that time, the longest first. */
    public final Map<String, Instant> unpublished(Instant before, int skip, int limit) {
        Map<String, Instant> since = new LinkedHashMap<>();
        unpublishedSince(before, skip, limit).forEach(
                stored -> since.put(stored.id(), stored.unpublished().since()));
        return since;
    }

    /**
     * Sends the newest event of each again, whatever the documents say, and waits: for what a topic has lost. What is
     * still marked unpublished is left to those who send it.
     *
     * @throws PublishingFailedException if it is not known to be in Kafka
     */
    public final void retell(Collection<String> ids) {
        List<CompletableFuture<Void>> sends = findAll(ids).values()
                .stream()
                .filter(stored -> stored.unpublished() == null)
                .flatMap(stored -> newest(stored).stream())
                .map(sink::send)
                .toList();
        await(sends);
    }

    /**
     * The newest event of an aggregate, told again: what happened last, and the public state as it is now. Its order is
     * that of the last event, so to whoever has heard that one it is a repeat.
     *
     * @return empty for an aggregate that nothing was ever published about
     */
    public final Optional<OutgoingEvent> newest(Stored<S> stored) {
        if (stored.history().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(outgoing(retold(stored, stored.state())));
    }

    /** After a restore the state is of a higher epoch than what happened last: its order is the one that counts. */
    private UnpublishedEvent retold(Stored<S> stored, S as) {
        HistoryEntry last = stored.history().getLast();
        P state = kind.publicState().apply(as);
        return new UnpublishedEvent(
                state.order(),
                last.type(),
                last.at(),
                state.aggregate(),
                state.grid(),
                last.correlationId(),
                null,
                new String(codec.data(codec.happened(last.type(), last.happened()), state), StandardCharsets.UTF_8));
    }

    /**
     * In which epoch what happens now is counted: 0, or that of the newest restore of this store. Known for good once it was
     * read: a store is restored while nobody uses it.
     */
    public int epoch() {
        return 0;
    }

    /** Whether everything here was told again since the newest restore. */
    protected boolean isToldAgain() {
        return true;
    }

    /** Notes that everything here was told again since the newest restore. */
    protected void noteToldAgain() {
    }

    /**
     * After a restore: raises the epoch of everything that was restored and tells the newest event of each again, so that
     * whoever has heard of what was lost takes what is known here for newer, and whoever has lost the topic hears of it at
     * all. Does nothing where there was no restore, or this was done. May be cut off and repeated, by any number of
     * instances at once.
     *
     * @return how many were told again
     * @throws PublishingFailedException if it is not known to be in Kafka; the sweep goes on with what is marked already
     */
    public final long tellAfterRestore() {
        int epoch = epoch();
        if (epoch == 0 || isToldAgain()) {
            return 0;
        }
        long told = 0;
        List<Stored<S>> page = after("", PAGE);
        while (!page.isEmpty()) {
            told += raise(page, epoch);
            page = page.size() < PAGE ? List.of() : after(page.getLast().id(), PAGE);
        }
        noteToldAgain();
        return told;
    }

    private long raise(Collection<Stored<S>> read, int epoch) {
        long told = 0;
        Collection<Stored<S>> open = read;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            List<Write<S>> writes = open.stream()
                    .filter(one -> one.order().epoch() < epoch && !one.history().isEmpty())
                    .map(one -> preparation.toldAgain(one, epoch, retold(one, preparation.raised(one.state(), epoch))))
                    .toList();
            Set<String> conflicts = writes.isEmpty() ? Set.of() : store(writes);
            List<Stored<S>> written = writes.stream().map(Write::after).filter(one -> !conflicts.contains(one.id()))
                    .toList();
            told += written.size();
            publishStored(written, Publish.BEFORE_RETURN);
            if (!conflicts.isEmpty()) {
                pause(attempt, conflicts);
            }
            open = findAll(conflicts).values();
        }
        return told;
    }

    public final AggregateKind<S, H, P> kind() {
        return kind;
    }

    @Override
    public final <R> Map<String, Changed<S, R>> change(Map<String, Change<S, H, R>> changes, Publish publish) {
        Map<String, Changed<S, R>> answers = new LinkedHashMap<>();
        Map<String, Stored<S>> touched = new LinkedHashMap<>();
        // In the order asked for, so that writes and events follow it.
        Set<String> open = new LinkedHashSet<>(changes.keySet());
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            if (attempt > 0) {
                meters.conflicts.increment(open.size());
                pause(attempt, open);
            }
            open = attempt(changes, open, answers, touched);
        }
        publishStored(touched.values(), publish);
        return answers;
    }

    private <R> Set<String> attempt(
            Map<String, Change<S, H, R>> changes,
            Set<String> open,
            Map<String, Changed<S, R>> answers,
            Map<String, Stored<S>> touched) {
        Map<String, Stored<S>> read = findAll(open);
        List<Write<S>> writes = new ArrayList<>();
        Map<String, Changed<S, R>> wished = new HashMap<>();
        for (String id : open) {
            Change<S, H, R> change = changes.get(id);
            Stored<S> stored = read.get(id);
            Changed<S, R> early = stored == null ? null : alreadyAnswered(change, stored);
            if (early != null) {
                answers.put(id, early);
                touched.put(id, stored);
                continue;
            }
            Decision<S, H, R> decision = change.decider().decide(stored == null ? null : stored.state());
            if (decision.writes()) {
                Write<S> write = preparation.of(
                        id, stored, change.cause(), change.act(), decision, epoch());
                writes.add(write);
                wished.put(id, new Changed.Decided<>(write.after(), decision.answer(), true));
            } else {
                answers.put(id, new Changed.Decided<>(stored, decision.answer(), false));
                if (stored != null) {
                    touched.put(id, stored);
                }
            }
        }
        Set<String> conflicts = writes.isEmpty() ? Set.of() : store(writes);
        for (Write<S> write : writes) {
            if (!conflicts.contains(write.id())) {
                countHappened(write, read.get(write.id()));
                answers.put(write.id(), wished.get(write.id()));
                touched.put(write.id(), write.after());
            }
        }
        return conflicts;
    }

    private static <S, R> @Nullable Changed<S, R> alreadyAnswered(Change<S, ?, R> change, Stored<S> stored) {
        Act act = change.act();
        if (act != null) {
            for (RememberedAct done : stored.acts()) {
                if (done.key().equals(act.key())) {
                    return done.bodyHash().equals(act.bodyHash())
                            ? new Changed.Repeated<>(stored)
                            : new Changed.KeyReused<>();
                }
            }
        }
        Long expected = change.expectedSequence();
        return expected != null && expected != stored.order().sequence() ? new Changed.Stale<>(stored) : null;
    }

    @Override
    public final Set<String> write(List<Pending<S, H>> pending) {
        Map<String, Stored<S>> read = new HashMap<>();
        pending.forEach(one -> one.read().ifPresent(stored -> read.put(one.id(), stored)));
        List<Write<S>> writes = pending.stream()
                .filter(one -> one.decision().writes())
                .map(one -> preparation.of(
                        one.id(), read.get(one.id()), one.cause(), null, one.decision(), epoch()))
                .toList();
        Set<String> conflicts = writes.isEmpty() ? Set.of() : store(writes);
        writes.stream()
                .filter(write -> !conflicts.contains(write.id()))
                .forEach(write -> countHappened(write, read.get(write.id())));
        return conflicts;
    }

    private void countHappened(Write<S> write, @Nullable Stored<S> read) {
        EventOrder before = read == null ? EventOrder.NONE : read.order();
        if (write.after().unpublished() != null && write.after().order().isAfter(before)) {
            write.after().unpublished().events().stream()
                    .filter(event -> event.order().isAfter(before))
                    .forEach(event -> meters.happened(event.type()));
        }
    }

    @Override
    public final void publish(Collection<String> ids) {
        publishStored(findAll(ids).values(), Publish.BEFORE_RETURN);
    }

    private void publishStored(Collection<Stored<S>> stored, Publish publish) {
        List<CompletableFuture<Void>> sends = stored.stream()
                .filter(one -> one.unpublished() != null)
                .map(this::send)
                .toList();
        if (publish == Publish.BEFORE_RETURN) {
            await(sends);
        }
    }

    private void await(List<CompletableFuture<Void>> sends) {
        try {
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new))
                    .get(SEND_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new PublishingFailedException("events of " + kind.collection() + " are not in Kafka", e.getCause());
        } catch (TimeoutException e) {
            throw new PublishingFailedException("events of " + kind.collection() + " are not known to be in Kafka", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishingFailedException("interrupted while sending events of " + kind.collection(), e);
        }
    }

    private CompletableFuture<Void> send(Stored<S> stored) {
        return publication.publish(stored.id(), stored.unpublished().events());
    }

    private CompletableFuture<Void> sendCounted(UnpublishedEvent event) {
        return sink.send(outgoing(event)).whenComplete((nothing, failure) -> {
            if (failure == null) {
                meters.published.increment();
                meters.publishLag.record(Duration.between(event.at(), clock.instant()));
            } else {
                meters.publishFailures.increment();
            }
        });
    }

    private OutgoingEvent outgoing(UnpublishedEvent event) {
        return new OutgoingEvent(
                kind.family().topic().topicName(),
                event.key(),
                codec.headers(
                        new EventCodec.Envelope(
                                event.type(),
                                event.key(),
                                event.order(),
                                event.at(),
                                event.key(),
                                event.key(),
                                event.grid(),
                                event.correlationId(),
                                event.traceparent())),
                event.data().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final List<HistoryEntry> history(String id) {
        Optional<Stored<S>> stored = find(id);
        if (stored.isEmpty()) {
            return List.of();
        }
        List<HistoryEntry> newest = stored.get().history();
        long parts = Preparation.partsBefore(newest);
        if (parts == 0) {
            return newest;
        }
        List<HistoryEntry> all = new ArrayList<>(moved(id, parts));
        all.addAll(newest);
        return List.copyOf(all);
    }

    /**
     * Takes the mark off documents that have been quiet for a while and are wholly in Kafka; to be called every few
     * seconds.
     */
    public final void clearQuiet() {
        clearAndForget(publication.quiet());
    }

    /**
     * Sends what a crash, a pause of the broker or a write that was applied late has left behind; to be called every few
     * seconds. While the broker is away it asks with one aggregate only.
     *
     * @param age how long a document must have been unpublished: younger ones are still somebody's work in hand
     */
    public final void sweep(Duration age) {
        noteOldest();
        Instant before = clock.instant().minus(age);
        int passedOver = 0;
        List<Stored<S>> page = unpublishedSince(before, passedOver, pageSize());
        while (!page.isEmpty()) {
            Map<String, EventOrder> arrived = sendPage(page);
            passedOver += page.size() - (int) clearAndForget(arrived);
            if (sink.isFailing()) {
                return;
            }
            page = unpublishedSince(before, passedOver, pageSize());
        }
    }

    private int pageSize() {
        return sink.isFailing() ? 1 : PAGE;
    }

    private Map<String, EventOrder> sendPage(List<Stored<S>> page) {
        Map<Stored<S>, CompletableFuture<Void>> sends = new LinkedHashMap<>();
        for (Stored<S> stored : page) {
            if (!publication.isInFlight(stored.id())) {
                sends.put(stored, send(stored));
            }
        }
        Map<String, EventOrder> arrived = new HashMap<>();
        sends.forEach((stored, sent) -> {
            if (arrives(sent)) {
                meters.sweepSent.increment(stored.unpublished().events().size());
                arrived.put(stored.id(), stored.order());
            }
        });
        return arrived;
    }

    /** A failed send needs no more than this: it is counted, the document stays marked, the next sweep tries again. */
    private static boolean arrives(CompletableFuture<Void> sent) {
        try {
            sent.get(SEND_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void noteOldest() {
        List<Stored<S>> oldest = unpublishedSince(clock.instant(), 0, 1);
        meters.oldestUnpublishedMillis.set(
                oldest.isEmpty()
                        ? 0
                        : Duration.between(oldest.getFirst().unpublished().since(), clock.instant()).toMillis());
    }

    private long clearAndForget(Map<String, EventOrder> acknowledged) {
        if (acknowledged.isEmpty()) {
            return 0;
        }
        long cleared = clear(acknowledged);
        meters.cleared.increment(cleared);
        publication.forget(acknowledged);
        return cleared;
    }

    private void pause(int attempt, Set<String> open) {
        if (attempt >= MOST_ATTEMPTS) {
            throw new ContendedException(
                    open.size() + " of " + kind.collection() + " changed under " + attempt + " attempts");
        }
        long millis = Math.min(FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 20), LONGEST_PAUSE.toMillis());
        try {
            pauses.rest(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContendedException("interrupted while waiting to write " + kind.collection());
        }
    }
}
