package cn.twonets.events.json;

import cn.twonets.events.Categories;
import cn.twonets.events.EventFamily;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The words that the contracts themselves bring: names of fields, and codes that fields can hold. Whoever must show
 * something of a record that could not be read may show these, and nothing else: everything else could be about a person.
 */
public final class Vocabulary {
    private static final String OURS = "cn.twonets.events.";

    private final Set<String> names = new HashSet<>(Set.of("happened", "state"));
    private final Set<String> codes = new HashSet<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private Vocabulary(Categories categories) {
        categories.all().forEach(category -> codes.add(category.code().value()));
        for (EventFamily<?, ?> family : EventFamily.all()) {
            for (EventFamily.Type<?, ?> type : family.types()) {
                codes.add(type.token());
                add(type.happening());
                add(type.state());
            }
        }
    }

    /** Of every event family, and the categories that the product comes with. */
    public static Vocabulary ofContracts() {
        return new Vocabulary(CategoriesReader.starter());
    }

    /** Whether it is the name of a field of some event. */
    public boolean isName(String text) {
        return names.contains(text);
    }

    /** Whether it is an event type, a category, or one of the fixed values of some field. */
    public boolean isCode(String text) {
        return codes.contains(text);
    }

    private void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof Class<?> one && one.getName().startsWith(OURS) && seen.add(one)) {
            if (one.isEnum()) {
                Arrays.stream(one.getEnumConstants()).forEach(value -> codes.add(((Enum<?>) value).name()));
            } else if (one.isRecord()) {
                for (RecordComponent component : one.getRecordComponents()) {
                    names.add(component.getName());
                    add(component.getGenericType());
                }
            }
        }
    }
}
