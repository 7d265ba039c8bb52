package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.util.Set;

/** The keys that lie outside the store: they wrap the households' keys, and make marks. */
public interface MasterKeys {
    /** Names the key that wraps from now on. */
    String primary();

    /** Names all that can unwrap. */
    Set<String> known();

    /** Wraps with the {@link #primary()} key; what is wrapped for one household unwraps for no other. */
    String wrap(byte[] key, HouseholdId household);

    /** @throws UnreadableException if it was wrapped by an unknown key, for another household, or was changed */
    byte[] unwrap(String wrapped, HouseholdId household);

    /**
     * Opens a text of the time before households had keys of their own.
     *
     * @throws UnreadableException if it was sealed with another key, for another owner, or was changed
     */
    Protected openDirect(Sealed sealed, Owner owner);

    /** See {@link Safe#mark}. */
    String mark(String purpose, String value);
}
