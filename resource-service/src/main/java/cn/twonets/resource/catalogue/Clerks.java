package cn.twonets.resource.catalogue;

import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import java.util.List;
import java.util.Optional;

/** Who acts for providers, and who did. */
public interface Clerks {
    /** The post's right, whether it holds or has ended; empty if it never had one. */
    Optional<Clerk> find(PostId post);

    /** For whom the post acts now; empty if for nobody. Asked of the store each time, so that an end holds at once. */
    default Optional<ProviderId> actsFor(PostId post) {
        return find(post).filter(Clerk::isCurrent).map(Clerk::provider);
    }

    /** The right that this act changed; empty if there is none. */
    Optional<Clerk> changedBy(String key);

    /** At most so many of the provider's, in the order of their posts, all after the given one; ended ones too. */
    List<Clerk> of(ProviderId provider, String afterPost, int limit);

    /** Stores the next version; false, and nothing is stored, if it is not the next any more. */
    boolean write(Clerk next);
}
