package cn.twonets.events;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every need category that the county uses, in the order in which people are shown them. */
public final class Categories {
    private final Map<CategoryCode, Category> byCode = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two have the same code */
    public Categories(List<Category> categories) {
        for (Category category : categories) {
            if (byCode.put(category.code(), category) != null) {
                throw new IllegalArgumentException("two categories have the code " + category.code());
            }
        }
    }

    /** The category with this code; empty if there is none. */
    public Optional<Category> find(CategoryCode code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** All of them, in order. */
    public List<Category> all() {
        return List.copyOf(byCode.values());
    }
}
