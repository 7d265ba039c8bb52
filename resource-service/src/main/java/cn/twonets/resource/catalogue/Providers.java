package cn.twonets.resource.catalogue;

import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import java.util.Collection;
import java.util.Optional;

/** All providers. */
public interface Providers {
    /** For whom the post acts; empty if for nobody. */
    Optional<Provider> ofClerk(PostId post);

    /** The provider; empty if there is none. */
    Optional<Provider> find(ProviderId id);

    /** Stores providers that are not there yet; those that are stay as they are. */
    void addMissing(Collection<Provider> providers);
}
