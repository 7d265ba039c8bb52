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

/**
 * The JSON Schema that the records themselves state: what a component is, what it means, and whether it may be absent.
 * Either everything in one place, or each type of ours once, with references.
 */
final class RecordSchema {
    private static final String REFERENCES = "#/components/schemas/";

    private final @Nullable Map<String, Object> shared;

    private RecordSchema(@Nullable Map<String, Object> shared) {
        this.shared = shared;
    }

    /** The schema of a type, for itself. */
    static Map<String, Object> of(EventFamily.Type<?, ?> type) {
        Map<String, Object> schema = head(type.token(), type.dataSchema());
        schema.put("description", SourceWords.of(type.happening()));
        schema.putAll(new RecordSchema(null).value(type));
        return schema;
    }

    /** The schema of a type whose value is one record. */
    static Map<String, Object> of(String token, String address, Class<? extends Record> value) {
        Map<String, Object> schema = head(token, address);
        schema.putAll(new RecordSchema(null).object(value));
        return schema;
    }

    private static Map<String, Object> head(String token, String address) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", address);
        schema.put("title", token);
        return schema;
    }

    /** The schemas of values, which put the types that they are made of into a map, by name. */
    static RecordSchema sharing(Map<String, Object> shared) {
        return new RecordSchema(shared);
    }

    /** The value of a record of that type. */
    Map<String, Object> value(EventFamily.Type<?, ?> type) {
        Map<String, Object> value = simple("object");
        value.put("required", List.of("happened", "state"));
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("happened", of(type.happening()));
        parts.put("state", of(type.state()));
        value.put("properties", parts);
        return value;
    }

    /** A value that is one record. */
    Map<String, Object> value(Class<? extends Record> type) {
        return of(type);
    }

    private Map<String, Object> of(Type type) {
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
        return shared == null ? ours(plain) : reference(plain, shared);
    }

    private Map<String, Object> reference(Class<?> type, Map<String, Object> all) {
        String name = name(type);
        if (!all.containsKey(name)) {
            all.put(name, Map.of());
            all.put(name, ours(type));
        }
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", REFERENCES + name);
        return reference;
    }

    /** {@code CaseState.Wish} is called {@code CaseStateWish}. */
    private static String name(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return (around == null ? "" : name(around)) + type.getSimpleName();
    }

    private Map<String, Object> ours(Class<?> type) {
        if (type.isEnum()) {
            return choice(type);
        }
        if (!type.isRecord()) {
            throw new IllegalStateException("no schema for " + type);
        }
        return isId(type) ? id(type) : object(type);
    }

    private static Map<String, Object> choice(Class<?> type) {
        Map<String, Object> choice = described("string", type);
        Map<String, Object> meanings = new LinkedHashMap<>();
        for (Object value : type.getEnumConstants()) {
            String meaning = SourceWords.of((Enum<?>) value);
            if (!meaning.isEmpty()) {
                meanings.put(value.toString(), meaning);
            }
        }
        choice.put("enum", Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
        if (!meanings.isEmpty()) {
            choice.put("x-values", meanings);
        }
        return choice;
    }

    private Map<String, Object> object(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Object> schema = of(component.getGenericType());
            String meaning = SourceWords.of(type, component.getName());
            if (!meaning.isEmpty()) {
                schema.put("description", meaning);
            }
            properties.put(component.getName(), schema);
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> object = described("object", type);
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
            Map<String, Object> id = described("string", type);
            id.put("pattern", "^" + ((Pattern) form.get(null)).pattern() + "$");
            return id;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("an id without its form: " + type, e);
        }
    }

    private static Map<String, Object> described(String type, Class<?> said) {
        Map<String, Object> schema = simple(type);
        schema.put("description", SourceWords.of(said));
        return schema;
    }

    private static Map<String, Object> simple(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }
}
