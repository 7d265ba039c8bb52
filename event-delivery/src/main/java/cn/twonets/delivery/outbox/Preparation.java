package cn.twonets.delivery.outbox;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.Stored.RememberedAct;
import cn.twonets.delivery.Stored.Unpublished;
import cn.twonets.delivery.Stored.UnpublishedEvent;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes of a decision the whole document that is to be written: state, history, acts and the unpublished mark. */
final class Preparation<S, H extends Happening, P extends PublicState> {
    private final AggregateKind<S, H, P> kind;
    private final EventCodec<H, P> codec;
    private final Clock clock;
    private final Publication publication;
    private final OrderInState<S> orders;

    Preparation(AggregateKind<S, H, P> kind, EventCodec<H, P> codec, Clock clock, Publication publication) {
        this.orders = new OrderInState<>(kind.stateType());
        this.kind = kind;
        this.codec = codec;
        this.clock = clock;
        this.publication = publication;
    }

    Write<S> of(
            String id,
            @Nullable Stored<S> read,
            Cause cause,
            @Nullable Act act,
            Decision<S, H, ?> decision,
            int epoch) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<HistoryEntry> history = new ArrayList<>(read == null ? List.of() : read.history());
        List<UnpublishedEvent> unpublished = new ArrayList<>(stillUnpublished(id, read));
        Instant since = unpublished.isEmpty() ? now : read.unpublished().since();
        EventOrder order = read == null ? EventOrder.NONE : read.order();
        S last = Objects.requireNonNull(decision.after());
        for (Decision.Step<S, H> step : decision.steps()) {
            last = inEpoch(step.after(), epoch);
            P state = kind.publicState().apply(last);
            requireNext(id, order, state.order());
            order = state.order();
            String type = kind.family().typeOf(step.happened()).token();
            history.add(
                    new HistoryEntry(order, type, now, codec.happened(step.happened()), cause.correlationId()));
            unpublished.add(
                    new UnpublishedEvent(
                            order,
                            type,
                            now,
                            state.aggregate(),
                            state.grid(),
                            cause.correlationId(),
                            cause.traceparent(),
                            new String(codec.data(step.happened(), state), StandardCharsets.UTF_8)));
        }
        Write.Moved moved = null;
        // Only what is stored already may move: should this write lose its race, the moved part is still the truth.
        if (read != null && history.size() > OutboxAggregates.MOST_HISTORY
                && read.history().size() >= OutboxAggregates.MOVED) {
            moved = new Write.Moved(partsBefore(history), List.copyOf(history.subList(0, OutboxAggregates.MOVED)));
            history.subList(0, OutboxAggregates.MOVED).clear();
        }
        List<RememberedAct> acts = new ArrayList<>(read == null ? List.of() : read.acts());
        if (act != null) {
            acts.add(new RememberedAct(act.key(), act.bodyHash(), order.sequence()));
        }
        Stored<S> after = new Stored<>(
                id,
                read == null ? 1 : read.version() + 1,
                order,
                last,
                List.copyOf(history),
                List.copyOf(acts.subList(Math.max(0, acts.size() - OutboxAggregates.MOST_ACTS), acts.size())),
                unpublished.isEmpty()
                        ? null
                        : new Unpublished(
                                unpublished.getFirst().order().sequence(),
                                since,
                                List.copyOf(unpublished)));
        return new Write<>(read == null ? null : read.version(), after, moved);
    }

    /** Deciders count on from what they read, and know of no restore. */
    private S inEpoch(S state, int epoch) {
        EventOrder order = kind.publicState().apply(state).order();
        return order.epoch() >= epoch ? state : orders.at(state, new EventOrder(epoch, order.sequence()));
    }

    /**
     * The document of a restored store that tells its newest event again, under a higher epoch: whoever has heard what was
     * lost takes it for newer. Its sequence and its history stay; what was unpublished when the backup was taken is still
     * to be sent, before it.
     */
    Write<S> toldAgain(Stored<S> read, int epoch, UnpublishedEvent told) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<UnpublishedEvent> unpublished = new ArrayList<>(stillUnpublished(read.id(), read));
        Instant since = unpublished.isEmpty() ? now : read.unpublished().since();
        unpublished.add(told);
        return new Write<>(
                read.version(),
                new Stored<>(
                        read.id(),
                        read.version() + 1,
                        told.order(),
                        inEpoch(read.state(), epoch),
                        read.history(),
                        read.acts(),
                        new Unpublished(unpublished.getFirst().order().sequence(), since, List.copyOf(unpublished))),
                null);
    }

    /** The state as it is under that epoch. */
    S raised(S state, int epoch) {
        return inEpoch(state, epoch);
    }

    private List<UnpublishedEvent> stillUnpublished(String id, @Nullable Stored<S> read) {
        if (read == null || read.unpublished() == null) {
            return List.of();
        }
        EventOrder acknowledged = publication.acknowledged(id);
        return read.unpublished().events().stream().filter(event -> event.order().isAfter(acknowledged)).toList();
    }

    private static void requireNext(String id, EventOrder before, EventOrder after) {
        if (after.sequence() != before.sequence() + 1 || after.epoch() < before.epoch()) {
            throw new IllegalStateException(
                    "the decision on " + id + " gave an event the order " + after + " after " + before);
        }
    }

    /** How many documents of moved entries lie before these: sequences have no gaps. */
    static long partsBefore(List<HistoryEntry> history) {
        return history.isEmpty() ? 0 : (history.getFirst().order().sequence() - 1) / OutboxAggregates.MOVED;
    }
}
