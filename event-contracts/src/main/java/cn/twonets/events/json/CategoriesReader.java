package cn.twonets.events.json;

import cn.twonets.events.Categories;
import cn.twonets.events.Category;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the category data: a JSON array of {@link Category}; unknown and missing fields are refused. */
public final class CategoriesReader {
    private static final JsonMapper JSON = EventCodec.mapper()
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CategoriesReader() {
    }

    /** The categories that the product comes with: {@code cn/twonets/events/categories.json}. */
    public static Categories starter() {
        try (InputStream data = Categories.class.getResourceAsStream("categories.json")) {
            if (data == null) {
                throw new IllegalStateException("categories.json is missing from the product");
            }
            return read(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads them from a stream, which stays open.
     *
     * @throws UndecodableEventException if a field or a category is missing
     * @throws tools.jackson.core.JacksonException if it is not such an array
     * @throws IllegalArgumentException if two have the same code
     */
    public static Categories read(InputStream data) {
        List<Category> categories = JSON.readValue(data, new TypeReference<List<Category>>() {
        });
        if (categories == null || categories.stream().anyMatch(Objects::isNull)) {
            throw new UndecodableEventException(UndecodableEventException.Why.INCOMPLETE, "category: nothing is there");
        }
        categories.forEach(category -> {
            RecordShape.requireWhole(category, "category");
            category.terms().values().forEach(terms -> RecordShape.requireWhole(terms, "category"));
        });
        return new Categories(categories);
    }
}
