package cn.twonets.api.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Lets the types say what a body must have: in {@link NullMarked} code every component of a record that is not
 * {@link Nullable} is required, and so is every element of a list or set, so that what is left out is refused by name and
 * does not become a null deep inside.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        Boolean said = super.hasRequiredMarker(config, member);
        return said != null || !isRequired(member) ? said : Boolean.TRUE;
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        JsonSetter.Value said = super.findSetterInfo(config, annotated);
        if (said.nonDefaultValueNulls() == null && isRequired(annotated)) {
            said = said.withValueNulls(Nulls.FAIL);
        }
        return said.nonDefaultContentNulls() == null && holdsNoNulls(annotated)
                ? said.withContentNulls(Nulls.FAIL)
                : said;
    }

    /** Whether it is a list or set whose elements must be there; of JSON that is judged later, null is an element. */
    private static boolean holdsNoNulls(Annotated annotated) {
        return Collection.class.isAssignableFrom(annotated.getRawType())
                && type(annotated).filter(AnnotatedParameterizedType.class::isInstance)
                        .map(type -> ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0])
                        .filter(element -> !element.isAnnotationPresent(Nullable.class))
                        .filter(element -> element.getType() != JsonNode.class)
                        .isPresent();
    }

    private static boolean isRequired(Annotated annotated) {
        return type(annotated)
                .filter(type -> !type.isAnnotationPresent(Nullable.class))
                .filter(type -> !(annotated.getRawType() == Optional.class))
                .isPresent();
    }

    /** The declared type of a component of one of our records. */
    private static Optional<AnnotatedType> type(Annotated annotated) {
        if (annotated instanceof AnnotatedParameter parameter
                && parameter.getOwner() instanceof AnnotatedConstructor constructor
                && isOurs(constructor.getDeclaringClass())
                && constructor.getParameterCount() == constructor.getDeclaringClass().getRecordComponents().length) {
            return Optional.of(constructor.getAnnotated().getAnnotatedParameterTypes()[parameter.getIndex()]);
        }
        if (annotated instanceof AnnotatedField field && isOurs(field.getDeclaringClass())) {
            return Optional.of(field.getAnnotated().getAnnotatedType());
        }
        return Optional.empty();
    }

    private static boolean isOurs(Class<?> declaring) {
        if (!declaring.isRecord()) {
            return false;
        }
        for (AnnotatedElement at = declaring; at instanceof Class<?> type; at = type.getEnclosingClass()) {
            if (type.isAnnotationPresent(NullMarked.class)) {
                return true;
            }
        }
        return declaring.getPackage().isAnnotationPresent(NullMarked.class);
    }
}
