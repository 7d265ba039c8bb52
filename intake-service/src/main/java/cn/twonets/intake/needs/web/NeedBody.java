package cn.twonets.intake.needs.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.intake.needs.Content;
import cn.twonets.intake.needs.Submission;
import cn.twonets.intake.privacy.Protected;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A need as it is reported.
 *
 * @param household whose need it is
 * @param category what it is about
 * @param urgency how soon; ORDINARY where left out
 * @param stabilityRisk reporting duty apart from urgency; ORDINARY where left out
 * @param aidKinds the kinds of aid asked for; all of the category's where left out
 * @param parties how many households share the matter, 1 to 10,000; 1 where left out
 * @param basis the legal basis on which its data are handled
 * @param description in somebody's own words, at most 2,000 characters; encrypted, never published
 */
record NeedBody(
        HouseholdId household,
        CategoryCode category,
        @Nullable Urgency urgency,
        @Nullable StabilityRisk stabilityRisk,
        @Nullable Set<AidKind> aidKinds,
        @Nullable Integer parties,
        BasisBody basis,
        @Nullable String description) {

    /** @throws Refusal naming every field of the basis that cannot be accepted */
    Submission read(NeedId id, String bodyHash) {
        Refusal refusal = Refusal.of(NeedProblem.NOT_ACCEPTABLE);
        NeedEvent.Basis readBasis = basis.read(refusal);
        if (readBasis == null) {
            throw refusal;
        }
        Content content = new Content(
                category,
                Objects.requireNonNullElse(urgency, Urgency.ORDINARY),
                Objects.requireNonNullElse(stabilityRisk, StabilityRisk.ORDINARY),
                Objects.requireNonNullElse(aidKinds, Set.of()),
                Objects.requireNonNullElse(parties, 1),
                description == null ? null : new Protected(description));
        return new Submission(id, bodyHash, household, content, readBasis);
    }

    @Override
    public String toString() {
        return "NeedBody[" + category + "]";
    }
}
