package cn.twonets.delivery.deadletters;

import cn.twonets.delivery.AppliedOrders;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.UndecodableEventException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the owner for the aggregate's state and hands it to the subscription's own handler, as if it came by the topic. */
public final class OwnerRedelivery<H extends Happening, P extends PublicState> implements Redelivery {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerRedelivery.class);

    private final Subscription<H, P> subscription;
    private final OwnerStates<H, P> owner;
    private final Function<DeadLetter, Optional<String>> aggregates;

    /**
     * @param aggregates which aggregate a letter is about, if it can be told; may throw {@link OwnerUnavailableException}
     *        where that cannot be found out now
     */
    public OwnerRedelivery(
            Subscription<H, P> subscription,
            OwnerStates<H, P> owner,
            Function<DeadLetter, Optional<String>> aggregates) {
        this.subscription = subscription;
        this.owner = owner;
        this.aggregates = aggregates;
    }

    @Override
    public Outcome again(DeadLetter letter) {
        try {
            return aggregates.apply(letter)
                    .flatMap(owner::find)
                    .map(this::handOver)
                    .orElse(Outcome.of(Result.NOTHING_TO_REPLAY));
        } catch (OwnerUnavailableException e) {
            LOG.warn("{} could not be replayed now: {}", letter.id(), e.getMessage());
            return Outcome.of(Result.OWNER_AWAY);
        } catch (UndecodableEventException e) {
            return Outcome.failed(e.why().code(), null);
        }
    }

    private Outcome handOver(Event<H, P> newest) {
        String id = newest.state().aggregate();
        EventOrder order = newest.state().order();
        if (subscription.applied() != AppliedOrders.NOT_KEPT) {
            EventOrder before = applied(id);
            if (before != null && !order.isAfter(before)) {
                return Outcome.of(Result.SUPERSEDED);
            }
        }
        try {
            subscription.handler().handle(List.of(newest));
        } catch (RuntimeException e) {
            // Whatever it is, the letter stays open and says so; without the message, which could quote data.
            LOG.warn("{} failed again for {}: {}", subscription.consumer(), id, e.getClass().getName());
            return Outcome.failed("handler-failed", null);
        }
        if (subscription.applied() == AppliedOrders.NOT_KEPT) {
            return Outcome.of(Result.APPLIED);
        }
        EventOrder after = applied(id);
        if (after == null) {
            return Outcome.failed("not-taken", null);
        }
        // A state that changes nothing for the consumer costs it no write: what it has is as good.
        return Outcome.of(order.isAfter(after) ? Result.SUPERSEDED : Result.APPLIED);
    }

    private @Nullable EventOrder applied(String id) {
        Map<String, EventOrder> orders = subscription.applied().of(List.of(id));
        return orders.get(id);
    }
}
