package cn.twonets.dispatch.routing;

import cn.twonets.events.Category;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.Urgency;
import java.util.List;

/**
 * What the policy says about one need.
 *
 * @param category the category asked for
 * @param urgency the urgency that counts: as reported, or the highest that the category allows below it
 * @param terms what holds
 * @param reasons codes that say how the policy came to it, such as {@code category:housing},
 *        {@code urgency-limited:MAJOR}, {@code category-unknown}
 */
public record Ruling(CategoryCode category, Urgency urgency, Category.Terms terms, List<String> reasons) {
    public Ruling {
        reasons = List.copyOf(reasons);
    }
}
