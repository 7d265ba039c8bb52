package cn.twonets.resource.referrals;

import cn.twonets.events.AidServiceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the present wish has come through its candidates.
 *
 * @param ordinal the wish; 0 before the first
 * @param remaining aid services not asked yet, in order
 * @param queuedSince when the need queued for them; null unless waitlisted
 * @param queuedUntil when queueing ends; null unless waitlisted
 */
public record Placement(
        int ordinal,
        List<AidServiceId> remaining,
        @Nullable Instant queuedSince,
        @Nullable Instant queuedUntil) {
    /** Before the first wish. */
    public static final Placement NONE = new Placement(0, List.of(), null, null);

    static Placement of(int ordinal, List<AidServiceId> candidates) {
        return new Placement(ordinal, List.copyOf(candidates), null, null);
    }

    Placement without(AidServiceId service) {
        return of(ordinal, remaining.stream().filter(other -> !other.equals(service)).toList());
    }

    Placement queued(Instant since, Instant until) {
        return new Placement(ordinal, remaining, since, until);
    }
}
