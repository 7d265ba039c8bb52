package cn.twonets.intake.households.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.GridCode;
import cn.twonets.events.PostId;
import cn.twonets.intake.households.Contents;
import cn.twonets.intake.households.Facts;
import cn.twonets.intake.households.Personal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A household as it is entered.
 *
 * @param unit the group or village that it belongs to
 * @param helper the post of its named helper
 * @param personal who it is
 * @param facts what was declared about it
 */
record HouseholdBody(GridCode unit, @Nullable PostId helper, PersonalBody personal, @Nullable FactsBody facts) {

    /** @throws Refusal naming every field that cannot be accepted */
    Contents read(LocalDate today) {
        Refusal refusal = Refusal.of(HouseholdProblem.NOT_REGISTRABLE);
        Personal readPersonal = personal.read(today, refusal);
        Facts readFacts = facts == null ? Facts.NONE : facts.read(refusal);
        if (readPersonal == null || readFacts == null) {
            throw refusal;
        }
        return new Contents(unit, helper, readPersonal, readFacts);
    }

    /** All of it in the clear, for merging a patch; never for an answer. */
    static HouseholdBody of(Contents contents) {
        return new HouseholdBody(contents.unit(), contents.helper(), PersonalBody.of(contents.personal()),
                FactsBody.of(contents.facts()));
    }
}
