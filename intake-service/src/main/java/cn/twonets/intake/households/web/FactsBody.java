package cn.twonets.intake.households.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.SpecialGroup;
import cn.twonets.intake.households.Facts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was declared about a household; a field left out was not declared.
 *
 * @param dwellingGrade safety of the dwelling, A (safe) to D (wholly dangerous)
 * @param incomePerHeadFen yearly income per head, in fen, not negative
 * @param specialGroups the special groups that it belongs to
 * @param members how many people, 1 to 50
 * @param disabledMembers how many of them have a disability
 * @param insured whether all are in basic medical insurance
 */
public record FactsBody(
        Facts.@Nullable DwellingGrade dwellingGrade,
        @Nullable Long incomePerHeadFen,
        @Nullable Set<SpecialGroup> specialGroups,
        @Nullable Integer members,
        @Nullable Integer disabledMembers,
        @Nullable Boolean insured) {
    private static final long HIGHEST_INCOME = 100_000_000_000L;
    private static final int MOST_MEMBERS = 50;

    /** Checks and converts; what is wrong is added to {@code refusal}. */
    @Nullable
    Facts read(Refusal refusal) {
        boolean whole = inRange("incomePerHeadFen", incomePerHeadFen, 0, HIGHEST_INCOME, refusal);
        whole &= inRange("members", members == null ? null : members.longValue(), 1, MOST_MEMBERS, refusal);
        whole &= inRange(
                "disabledMembers",
                disabledMembers == null ? null : disabledMembers.longValue(),
                0,
                members == null ? MOST_MEMBERS : members,
                refusal);
        return whole
                ? new Facts(dwellingGrade, incomePerHeadFen, specialGroups, members, disabledMembers, insured)
                : null;
    }

    /** The facts, for merging a patch and for those who may see them. */
    public static FactsBody of(Facts facts) {
        return new FactsBody(facts.dwellingGrade(), facts.incomePerHeadFen(), facts.specialGroups(), facts.members(),
                facts.disabledMembers(), facts.insured());
    }

    private static boolean inRange(String field, @Nullable Long value, long least, long most, Refusal refusal) {
        if (value == null || value >= least && value <= most) {
            return true;
        }
        refusal.field("/facts/" + field, "out-of-range", least, most);
        return false;
    }

    @Override
    public String toString() {
        return "FactsBody[protected]";
    }
}
