package cn.twonets.intake.needs;

import cn.twonets.events.AidKind;
import cn.twonets.events.Categories;
import cn.twonets.events.Category;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.intake.Fault;
import cn.twonets.intake.privacy.Protected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a need is about, as people report and correct it.
 *
 * @param category what it is about
 * @param urgency how soon; the category limits it
 * @param stabilityRisk reporting duty apart from urgency
 * @param aidKinds the kinds of aid asked for, some of the category's; empty asks for all of them
 * @param parties how many households share the matter, 1 to {@value #MOST_PARTIES}
 * @param description what was written about it, at most {@value #LONGEST_DESCRIPTION} characters; null for nothing
 */
public record Content(
        CategoryCode category,
        Urgency urgency,
        StabilityRisk stabilityRisk,
        Set<AidKind> aidKinds,
        int parties,
        @Nullable Protected description) {
    public static final int MOST_PARTIES = 10_000;
    public static final int LONGEST_DESCRIPTION = 2000;

    public Content {
        aidKinds = Set.copyOf(aidKinds);
    }

    /** What of it cannot be accepted under these categories; empty if all can. */
    List<Fault> faults(Categories categories) {
        List<Fault> faults = new ArrayList<>();
        Optional<Category> known = categories.find(category);
        if (known.isEmpty()) {
            faults.add(new Fault("/category", "unknown-category"));
        } else {
            if (known.get().at(urgency).isEmpty()) {
                faults.add(new Fault("/urgency", "urgency-not-allowed"));
            }
            if (!known.get().aidKinds().containsAll(aidKinds)) {
                faults.add(new Fault("/aidKinds", "aid-kind-not-allowed"));
            }
        }
        if (parties < 1 || parties > MOST_PARTIES) {
            faults.add(new Fault("/parties", "out-of-range"));
        }
        if (description != null && description.plain().length() > LONGEST_DESCRIPTION) {
            faults.add(new Fault("/description", "too-long"));
        }
        return faults;
    }

    /** The same with the category's kinds where none was named. */
    Content withKinds(Categories categories) {
        return aidKinds.isEmpty()
                ? new Content(category, urgency, stabilityRisk, categories.find(category).orElseThrow().aidKinds(),
                        parties, description)
                : this;
    }
}
