package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.util.Collection;
import java.util.Set;

/**
 * Encrypts private texts, each household's with a key of its own, and makes the marks by which some of them are found
 * again. Once a household's key is destroyed, nothing of it can be read by anybody.
 */
public interface Safe {
    /**
     * Gets the keys of these households at hand in one question: what follows for them asks the store nothing more for a
     * while. A key that cannot be unwrapped is left out: who seals or opens for that household is told.
     *
     * @return those whose key was destroyed
     */
    Set<HouseholdId> prepare(Collection<HouseholdId> households);

    /**
     * Encrypts; makes the household's key where there never was one.
     *
     * @throws ErasedException if the household's key was destroyed
     */
    Sealed seal(Protected secret, Owner owner);

    /**
     * Decrypts.
     *
     * @throws ErasedException if the household's key was destroyed
     * @throws UnreadableException if it was sealed with another key, for another owner, or was changed
     */
    Protected open(Sealed sealed, Owner owner);

    /**
     * Destroys a household's key for good. The same again changes nothing.
     *
     * @return the first destruction
     */
    Erasure erase(HouseholdId household, Erasure erasure);

    /**
     * A keyed digest: equal for equal values, and of no use without the key to somebody who guesses.
     *
     * @param purpose keeps marks of different things apart, such as {@code identity-number}
     * @return 64 hexadecimal digits
     */
    String mark(String purpose, String value);
}
