package cn.twonets.delivery;

import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import java.util.function.Function;

/**
 * One kind of aggregate that a service owns: where it is kept, what it is made of and what of it the others may know.
 *
 * @param <S> the state as kept, a record; it carries its own {@link cn.twonets.events.EventOrder}
 * @param <H> what can happen to it
 * @param <P> its public state
 * @param collection name of the collection
 * @param stateType class of the state
 * @param family the events that it publishes
 * @param publicState what the others may know; its {@code order()} is the order of the state's last event
 */
public record AggregateKind<S, H extends Happening, P extends PublicState>(
        String collection,
        Class<S> stateType,
        EventFamily<H, P> family,
        Function<S, P> publicState) {}
