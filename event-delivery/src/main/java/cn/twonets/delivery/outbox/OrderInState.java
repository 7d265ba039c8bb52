package cn.twonets.delivery.outbox;

import cn.twonets.events.EventOrder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a state keeps the order of its last event: in its component {@code order}, or in that of the one component that has
 * such a one (a public state that it carries whole).
 */
final class OrderInState<S> {
    private static final String ORDER = "order";

    private final Class<S> type;

    /** @throws IllegalArgumentException if the type is no record that carries an order so */
    OrderInState(Class<S> type) {
        this.type = type;
        if (!type.isRecord() || place(type).isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " is no record that carries its order");
        }
    }

    /** The same state under another order. */
    S at(S state, EventOrder order) {
        return type.cast(replaced(state, order));
    }

    private static Object replaced(Object state, EventOrder order) {
        Class<?> type = state.getClass();
        RecordComponent[] components = type.getRecordComponents();
        RecordComponent place = place(type).orElseThrow();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Object value = components[i].getAccessor().invoke(state);
                boolean here = components[i].getName().equals(place.getName());
                values[i] = !here ? value : isOrder(components[i]) ? order : replaced(value, order);
            }
            return type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type.getName() + " does not take the order " + order, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made anew", e);
        }
    }

    private static Optional<RecordComponent> place(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return Arrays.stream(components).filter(OrderInState::isOrder).findFirst()
                .or(() -> Arrays.stream(components)
                        .filter(one -> one.getType().isRecord()
                                && Arrays.stream(one.getType().getRecordComponents()).anyMatch(OrderInState::isOrder))
                        .findFirst());
    }

    private static boolean isOrder(RecordComponent component) {
        return component.getName().equals(ORDER) && component.getType() == EventOrder.class;
    }
}
