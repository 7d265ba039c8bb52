package cn.twonets.dispatch.routing;

import cn.twonets.events.Categories;
import cn.twonets.events.Category;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Category and urgency say which level must handle a need, how long it may take and whether a referral is wanted at
 * once. A need is never refused here: an unknown category is ruled like {@code other}, an urgency that the category does
 * not allow like the nearest that it does, the lower one first.
 */
public final class RoutingPolicy {
    private static final CategoryCode OTHER = new CategoryCode("other");

    private final Categories categories;

    /** @throws IllegalArgumentException if there is no category {@code other} to fall back on */
    public RoutingPolicy(Categories categories) {
        if (categories.find(OTHER).isEmpty()) {
            throw new IllegalArgumentException("the categories lack 'other', which stands for every unknown one");
        }
        this.categories = categories;
    }

    /** Whether the county uses this category. */
    public boolean knows(CategoryCode code) {
        return categories.find(code).isPresent();
    }

    /** What holds for a need of this category and urgency. */
    public Ruling rule(CategoryCode code, Urgency urgency) {
        List<String> reasons = new ArrayList<>();
        Optional<Category> known = categories.find(code);
        reasons.add(known.isPresent() ? "category:" + code : "category-unknown");
        Category category = known.or(() -> categories.find(OTHER)).orElseThrow();
        Urgency counts = nearest(category, urgency);
        reasons.add((counts == urgency ? "urgency:" : "urgency-limited:") + counts);
        Category.Terms terms = category.at(counts).orElseThrow();
        reasons.add("handled-at:" + terms.handledAt());
        if (terms.refersAtOnce()) {
            reasons.add(terms.greenChannel() ? "green-channel" : "refers-at-once");
        }
        return new Ruling(code, counts, terms, reasons);
    }

    private static Urgency nearest(Category category, Urgency wanted) {
        TreeMap<Urgency, Category.Terms> allowed = new TreeMap<>(category.terms());
        Map.Entry<Urgency, Category.Terms> lower = allowed.floorEntry(wanted);
        return lower == null ? allowed.firstKey() : lower.getKey();
    }
}
