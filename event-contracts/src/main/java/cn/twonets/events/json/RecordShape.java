package cn.twonets.events.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every component of a record that is not {@link Nullable} has a value, all the way down: a field that
 * JSON left out must not become a null that surfaces somewhere else, later. What a class looks like is read once.
 */
final class RecordShape {
    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return partsOf(type);
        }
    };

    private RecordShape() {
    }

    /** One component that may lack a value, or hold something that lacks one. */
    private record Part(String name, Method accessor, boolean nullable, boolean holdsMore) {
        @Nullable
        Object of(Object record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
    }

    /** What is missing, and where. */
    private record Gap(String what, String path) {
        Gap below(String name) {
            return new Gap(what, "/" + name + path);
        }
    }

    /** @throws UndecodableEventException if something is missing, says where */
    static void requireWhole(Object record, String token) {
        Gap gap = gap(record);
        if (gap != null) {
            throw new UndecodableEventException(UndecodableEventException.Why.INCOMPLETE,
                    token + ": " + gap.what() + " at " + gap.path());
        }
    }

    private static @Nullable Gap gap(Object value) {
        if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                Gap gap = element == null ? new Gap("null element", "") : gap(element);
                if (gap != null) {
                    return gap;
                }
            }
            return null;
        }
        return isOurs(value.getClass()) ? gapInRecord(value) : null;
    }

    private static @Nullable Gap gapInRecord(Object record) {
        for (Part part : PARTS.get(record.getClass())) {
            Object value = part.of(record);
            if (value == null) {
                if (!part.nullable()) {
                    return new Gap("nothing", "/" + part.name());
                }
            } else if (part.holdsMore()) {
                Gap gap = gap(value);
                if (gap != null) {
                    return gap.below(part.name());
                }
            }
        }
        return null;
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord() && type.getName().startsWith("cn.twonets.");
    }

    private static List<Part> partsOf(Class<?> type) {
        List<Part> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> declared = component.getType();
            boolean nullable = isNullable(component);
            boolean holdsMore = isOurs(declared) || declared.isInterface() || declared == Object.class;
            if (!declared.isPrimitive() && (holdsMore || !nullable)) {
                parts.add(new Part(component.getName(), component.getAccessor(), nullable, holdsMore));
            }
        }
        return List.copyOf(parts);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || ((AnnotatedElement) component).isAnnotationPresent(Nullable.class);
    }
}
