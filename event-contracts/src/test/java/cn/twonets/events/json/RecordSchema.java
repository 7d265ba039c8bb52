package cn.twonets.events.json;

import cn.twonets.events.EventFamily;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON Schema that the records themselves state: what a component is, and whether it may be absent. */
final class RecordSchema {
    private RecordSchema() {
    }

    static Map<String, Object> of(EventFamily.Type<?, ?> type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", type.dataSchema());
        schema.put("title", type.token());
        schema.put("type", "object");
        schema.put("required", List.of("happened", "state"));
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("happened", of(type.happening()));
        parts.put("state", of(type.state()));
        schema.put("properties", parts);
        return schema;
    }

    private static Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Map<String, Object> array = simple("array");
            if (Set.class.isAssignableFrom((Class<?>) generic.getRawType())) {
                array.put("uniqueItems", true);
            }
            array.put("items", of(generic.getActualTypeArguments()[0]));
            return array;
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return simple("string");
        }
        if (plain == Instant.class) {
            Map<String, Object> time = simple("string");
            time.put("format", "date-time");
            return time;
        }
        if (plain == int.class || plain == long.class) {
            return simple("integer");
        }
        if (plain == boolean.class) {
            return simple("boolean");
        }
        if (plain.isEnum()) {
            Map<String, Object> choice = simple("string");
            choice.put("enum", Arrays.stream(plain.getEnumConstants()).map(Object::toString).toList());
            return choice;
        }
        if (!plain.isRecord()) {
            throw new IllegalStateException("no schema for " + type);
        }
        return isId(plain) ? id(plain) : object(plain);
    }

    private static Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), of(component.getGenericType()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> object = simple("object");
        object.put("required", required);
        object.put("properties", properties);
        return object;
    }

    private static boolean isId(Class<?> type) {
        return type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getName().equals("value");
    }

    private static Map<String, Object> id(Class<?> type) {
        try {
            Field form = type.getDeclaredField("FORM");
            form.setAccessible(true);
            Map<String, Object> id = simple("string");
            id.put("pattern", "^" + ((Pattern) form.get(null)).pattern() + "$");
            return id;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an id without its form: " + type, e);
        }
    }

    private static Map<String, Object> simple(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }
}
