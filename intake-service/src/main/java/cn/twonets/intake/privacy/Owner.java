package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;

/**
 * What a private text belongs to. It is sealed with the household's key and opens only with the same part, so that no
 * ciphertext can be moved to another household or place.
 *
 * @param household whose it is
 * @param part which part of what is held about the household, such as {@code personal}
 */
public record Owner(HouseholdId household, String part) {
    /** Bound to the ciphertext: {@code <household>/<part>}. */
    public String text() {
        return household.value() + "/" + part;
    }
}
