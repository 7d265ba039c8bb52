package cn.twonets.intake.needs.web;

import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.intake.needs.Content;
import cn.twonets.intake.privacy.Protected;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a need is to be corrected; what is left out stays.
 *
 * @param category another category; the kinds of aid are then all of its own, unless they are named too
 * @param urgency another urgency
 * @param stabilityRisk another reporting duty
 * @param aidKinds other kinds of aid
 * @param parties another number of households
 * @param description another description; an empty one takes it away
 */
record NeedPatch(
        @Nullable CategoryCode category,
        @Nullable Urgency urgency,
        @Nullable StabilityRisk stabilityRisk,
        @Nullable Set<AidKind> aidKinds,
        @Nullable Integer parties,
        @Nullable String description) {

    Content apply(Content before) {
        Set<AidKind> kindsOtherwise = category == null || category.equals(before.category())
                ? before.aidKinds()
                : Set.of();
        Protected described = description == null
                ? before.description()
                : description.isEmpty() ? null : new Protected(description);
        return new Content(
                Objects.requireNonNullElse(category, before.category()),
                Objects.requireNonNullElse(urgency, before.urgency()),
                Objects.requireNonNullElse(stabilityRisk, before.stabilityRisk()),
                Objects.requireNonNullElse(aidKinds, kindsOtherwise),
                Objects.requireNonNullElse(parties, before.parties()),
                described);
    }

    @Override
    public String toString() {
        return "NeedPatch[]";
    }
}
