package cn.twonets.resource.catalogue;

import cn.twonets.delivery.Act;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A post's right to act for a provider: one for each post, so that nobody acts for two at once. It is named, ended, and may
 * be named again, for the same provider or another.
 *
 * @param post the subject of the tokens that may act
 * @param provider for whom it acts, or did last
 * @param since when it was named; null where that was never noted
 * @param until when its right ended; null while it acts
 * @param version guards writes and is what people see as its entity tag; 0 where it was stored without one
 * @param acts the newest acts on it, oldest first, so that repeating one does nothing twice
 */
public record Clerk(
        PostId post,
        ProviderId provider,
        @Nullable Instant since,
        @Nullable Instant until,
        long version,
        List<Act> acts) {
    private static final int MOST_ACTS = 20;

    public Clerk {
        acts = List.copyOf(acts);
    }

    /** One who was never named before. */
    public static Clerk named(PostId post, ProviderId provider, Instant since, @Nullable Act act) {
        return new Clerk(post, provider, since, null, 1, act == null ? List.of() : List.of(act));
    }

    /** One of whom nothing is known but that it acts for the provider. */
    public static Clerk noted(PostId post, ProviderId provider) {
        return new Clerk(post, provider, null, null, 0, List.of());
    }

    /** Whether the right holds. */
    public boolean isCurrent() {
        return until == null;
    }

    /** The same, named again. */
    Clerk again(ProviderId forWhom, Instant now, @Nullable Act act) {
        return new Clerk(post, forWhom, now, null, version + 1, with(act));
    }

    /** The same without the right. */
    Clerk ended(Instant now, Act act) {
        return new Clerk(post, provider, since, now, version + 1, with(act));
    }

    private List<Act> with(@Nullable Act act) {
        if (act == null) {
            return acts;
        }
        return Stream.concat(acts.stream().skip(Math.max(0, acts.size() - MOST_ACTS + 1)), Stream.of(act)).toList();
    }
}
