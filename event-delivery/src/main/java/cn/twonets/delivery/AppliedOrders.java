package cn.twonets.delivery;

import cn.twonets.events.EventOrder;
import java.util.Collection;
import java.util.Map;

/** How far a consumer has come with what it reads: of each of a source's aggregates the order that it last applied. */
@FunctionalInterface
public interface AppliedOrders {
    /** Of a consumer that keeps no order of what it reads. */
    AppliedOrders NOT_KEPT = ids -> Map.of();

    /** By id; aggregates that the consumer has not heard of are left out. */
    Map<String, EventOrder> of(Collection<String> ids);
}
