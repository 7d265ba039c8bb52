package cn.twonets.intake.households;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.Sealed;

/** Seals the private parts of a household, each for itself, so that facts are read without names. */
public interface Vault {
    Sealed sealPersonal(HouseholdId household, Personal personal);

    /**
     * Opens who a household is.
     *
     * @throws cn.twonets.intake.privacy.ErasedException if the household was erased
     * @throws cn.twonets.intake.privacy.UnreadableException if it was not sealed for this household with these keys
     */
    Personal openPersonal(Household household);

    Sealed sealFacts(HouseholdId household, Facts facts);

    /**
     * Opens what was declared about a household.
     *
     * @throws cn.twonets.intake.privacy.ErasedException if the household was erased
     * @throws cn.twonets.intake.privacy.UnreadableException if it was not sealed for this household with these keys
     */
    Facts openFacts(Household household);

    /** The mark by which somebody with this number is found again. */
    String mark(IdentityNumber number);
}
