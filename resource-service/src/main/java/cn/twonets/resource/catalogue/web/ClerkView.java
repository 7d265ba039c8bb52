package cn.twonets.resource.catalogue.web;

import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Clerk;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who acts for a provider, or did.
 *
 * @param post the subject of the tokens that may act
 * @param provider for whom
 * @param since when it was named; left out where that was never noted
 * @param until when its right ended; left out while it acts
 * @param version the entity tag
 */
record ClerkView(PostId post, ProviderId provider, @Nullable Instant since, @Nullable Instant until, long version) {
    static ClerkView of(Clerk clerk) {
        return new ClerkView(clerk.post(), clerk.provider(), clerk.since(), clerk.until(), clerk.version());
    }
}
