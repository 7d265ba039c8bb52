package cn.twonets.api.reads;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody is about to be shown private things: pseudonyms and codes, never the things themselves.
 *
 * @param actor the caller's post
 * @param households whose things; one, or those of a batch
 * @param purpose why, as a stable word, such as {@code casework} or {@code home-visit}
 * @param what which things, as stable words, such as {@code phone}
 * @param correlationId of the request
 */
public record SensitiveRead(PostId actor, SortedSet<HouseholdId> households, String purpose, SortedSet<String> what,
        String correlationId) {

    /** @throws IllegalArgumentException if it names no household or nothing that is shown */
    public SensitiveRead {
        households = new TreeSet<>(households);
        what = new TreeSet<>(what);
        if (households.isEmpty() || what.isEmpty()) {
            throw new IllegalArgumentException("a sensitive read is of somebody, and of something");
        }
    }

    /** With the sets in any order. */
    public static SensitiveRead of(PostId actor, Collection<HouseholdId> households, String purpose,
            Collection<String> what, String correlationId) {
        return new SensitiveRead(actor, new TreeSet<>(households), purpose, new TreeSet<>(what), correlationId);
    }
}
