package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
     * Destroys a key, whether there was one or not, and notes that the household is to be taken away. Does nothing where
     * it was destroyed before.
     *
     * @return the first destruction
     */
    KeptKey.Destroyed destroy(KeptKey.Destroyed destroyed);

    /** Some keys that are wrapped with other master keys than these; empty if there are none. */
    List<KeptKey.Wrapped> wrappedByOthersThan(Set<String> masters, int limit);

    /**
     * Destroyed keys whose household is not noted as taken away, of those destroyed before then, by household.
     *
     * @param after the household to go on after; null to begin
     */
    List<KeptKey.Destroyed> notTakenAway(Instant before, @Nullable HouseholdId after, int limit);

    /** Notes that nothing of the household's is left but perhaps its key in the store's files. */
    void takenAway(KeptKey.Destroyed destroyed);

    /**
     * Has the store write the collection anew, so that destroyed keys leave its files as well.
     *
     * @param patience how long to wait for that
     * @return false if the store refused, was away or took longer; the log says why, once until it succeeds
     */
    boolean rewriteFiles(Duration patience);

    /** {@link #rewriteFiles(Duration)} within the time that somebody waits for an answer. */
    default boolean rewriteFiles() {
        return rewriteFiles(Duration.ofSeconds(10));
    }

    /** Notes, of those taken away, that the key of this one has left the files. */
    void leftFiles(HouseholdId household);

    /** Notes the same of all that were destroyed before then. */
    void leftFiles(Instant before);

    /** How many that were destroyed before then are taken away, but may still be in the files. */
    int inFiles(Instant before);

    /** How many that were destroyed before then are not taken away, or may still be in the files. */
    int unfinished(Instant before);
}
