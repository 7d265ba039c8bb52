package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The households' keys as they are kept, apart from everything that they protect. */
public interface HouseholdKeys {
    /** Those of the named households, in one question; absent ones are left out. */
    Map<HouseholdId, KeptKey> find(Collection<HouseholdId> households);

    /**
     * Keeps a new key.
     *
     * @return what is now kept for the household: another key where somebody was faster
     */
    KeptKey insert(KeptKey.Wrapped key);

    /** Puts another wrapping in the place of this one, unless it is no longer that. */
    void rewrap(KeptKey.Wrapped before, KeptKey.Wrapped after);

    /**
     * Destroys a key, whether there was one or not, and notes that the erasure is not finished. Does nothing where it
     * was destroyed before.
     *
     * @return the first destruction
     */
    KeptKey.Destroyed destroy(KeptKey.Destroyed destroyed);

    /** Some keys that are wrapped with other master keys than these; empty if there are none. */
    List<KeptKey.Wrapped> wrappedByOthersThan(Set<String> masters, int limit);

    /** Destroyed keys whose erasure is not finished, of those destroyed before then. */
    List<KeptKey.Destroyed> unfinished(Instant before, int limit);

    /** Notes that nothing of the household's is left to be removed. */
    void finish(HouseholdId household);

    /**
     * Has the store write the collection anew, so that destroyed keys leave its files as well.
     *
     * @return false if the store refused; it says why in the log
     */
    boolean rewriteFiles();
}
