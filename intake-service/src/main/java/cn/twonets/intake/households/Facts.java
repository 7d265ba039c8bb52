package cn.twonets.intake.households;

import cn.twonets.events.SpecialGroup;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was declared about a household and decides which aid it may have. Each is null where nothing was declared, which
 * is not the same as no. Kept apart from names, because another service may ask for them. Does not print itself.
 *
 * @param dwellingGrade safety of the dwelling
 * @param incomePerHeadFen yearly income per head, in fen
 * @param specialGroups the special groups that it belongs to
 * @param members how many people
 * @param disabledMembers how many of them have a disability
 * @param insured whether all are in basic medical insurance
 */
public record Facts(
        @Nullable DwellingGrade dwellingGrade,
        @Nullable Long incomePerHeadFen,
        @Nullable Set<SpecialGroup> specialGroups,
        @Nullable Integer members,
        @Nullable Integer disabledMembers,
        @Nullable Boolean insured) {

    /** Nothing was declared. */
    public static final Facts NONE = new Facts(null, null, null, null, null, null);

    /** Safety of a dwelling, as it is graded on site. */
    public enum DwellingGrade {
        /** Safe. */
        A,
        /** Parts of it are damaged. */
        B,
        /** Part of it is dangerous. */
        C,
        /** All of it is dangerous. */
        D
    }

    @Override
    public String toString() {
        return "[facts]";
    }
}
