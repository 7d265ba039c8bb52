package cn.twonets.api.testing;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says of records what their types say: a component that is not {@link Nullable} is required. A record inside another
 * type is named after both, so that one name stands for one type.
 */
final class WholeRecords implements ModelConverter {
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final List<String> clashes = new CopyOnWriteArrayList<>();

    @Override
    public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
            Iterator<ModelConverter> chain) {
        Class<?> asked = Json31.mapper().constructType(type.getType()).getRawClass();
        if (asked.isRecord() && asked.getEnclosingClass() != null && asked.getTypeParameters().length == 0) {
            type.setName(asked.getEnclosingClass().getSimpleName().replace("Controller", "") + asked.getSimpleName());
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        var java = Json31.mapper().constructType(type.getType());
        Class<?> raw = java.getRawClass();
        if (schema != null && raw.isRecord()) {
            String name = schema.get$ref() == null
                    ? schema.getName()
                    : schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            Schema<?> model = schema.get$ref() == null ? schema : context.getDefinedModels().get(name);
            if (model != null && model.getProperties() != null) {
                requireOneType(name, java.toCanonical());
                model.setRequired(Stream.of(raw.getRecordComponents())
                        .filter(component -> !isNullable(component))
                        .map(RecordComponent::getName)
                        .filter(model.getProperties()::containsKey)
                        .toList());
            }
        }
        return schema;
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Not thrown: the generator would swallow it. */
    private void requireOneType(String name, String type) {
        String other = types.putIfAbsent(name, type);
        if (other != null && !other.equals(type)) {
            clashes.add(name + " would stand for " + other + " and " + type);
        }
    }

    /** Names that would stand for two types. */
    List<String> clashes() {
        return List.copyOf(clashes);
    }
}
