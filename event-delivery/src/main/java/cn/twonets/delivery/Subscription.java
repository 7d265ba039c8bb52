package cn.twonets.delivery;

import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;

/**
 * One consumer of one family; a service declares one as a bean for each that it reads.
 *
 * @param family what it reads
 * @param consumer the consumer group, also part of the name of its dead letter topic, such as {@code dispatch}
 * @param handler what it does
 * @param applied how far it has come; {@link AppliedOrders#NOT_KEPT} where it keeps no order
 */
public record Subscription<H extends Happening, P extends PublicState>(
        EventFamily<H, P> family,
        String consumer,
        EventHandler<H, P> handler,
        AppliedOrders applied) {

    /** A consumer that keeps no order of what it reads. */
    public Subscription(EventFamily<H, P> family, String consumer, EventHandler<H, P> handler) {
        this(family, consumer, handler, AppliedOrders.NOT_KEPT);
    }
}
