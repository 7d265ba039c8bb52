package cn.twonets.events.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every component of a record that is not {@link Nullable} has a value, all the way down: a field that
 * JSON left out must not become a null that surfaces somewhere else, later.
 */
final class RecordShape {
    private RecordShape() {
    }

    static void requireWhole(Object record, String token) {
        requireWhole(record, token, "");
    }

    private static void requireWhole(Object value, String token, String path) {
        if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                if (element == null) {
                    throw new UndecodableEventException(UndecodableEventException.Why.INCOMPLETE,
                            token + ": null element at " + path);
                }
                requireWhole(element, token, path);
            }
        } else if (value instanceof Record && value.getClass().getName().startsWith("cn.twonets.")) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                String at = path + "/" + component.getName();
                Object part = part(value, component);
                if (part != null) {
                    requireWhole(part, token, at);
                } else if (!isNullable(component)) {
                    throw new UndecodableEventException(UndecodableEventException.Why.INCOMPLETE,
                            token + ": nothing at " + at);
                }
            }
        }
    }

    private static boolean isNullable(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        return type.isAnnotationPresent(Nullable.class)
                || ((AnnotatedElement) component).isAnnotationPresent(Nullable.class);
    }

    private static @Nullable Object part(Object record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
