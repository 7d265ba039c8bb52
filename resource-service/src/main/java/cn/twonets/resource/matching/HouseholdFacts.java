package cn.twonets.resource.matching;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the household register says about the household of one need. Held in memory while matching and nowhere else. Each
 * component is null where the register does not know.
 *
 * @param dwellingGrade {@code A} to {@code D}
 * @param incomePerHeadFen yearly income per head, in fen
 * @param specialGroups codes of special groups
 * @param members how many people
 * @param disabledMembers how many of them have a disability
 * @param insured whether all are in basic medical insurance
 */
public record HouseholdFacts(
        @Nullable String dwellingGrade,
        @Nullable Long incomePerHeadFen,
        @Nullable Set<String> specialGroups,
        @Nullable Integer members,
        @Nullable Integer disabledMembers,
        @Nullable Boolean insured) {

    /** A household about which nothing is declared. */
    public static final HouseholdFacts NONE = new HouseholdFacts(null, null, null, null, null, null);

    /** Says nothing about the household, so that it cannot leak through a log line. */
    @Override
    public String toString() {
        return "HouseholdFacts[withheld]";
    }
}
