package cn.twonets.resource.catalogue;

import cn.twonets.events.ProviderId;
import java.util.List;
import java.util.Optional;

/** All providers: some dozens in a county. */
public interface Providers {
    /** The provider; empty if there is none. */
    Optional<Provider> find(ProviderId id);

    /** The provider that this act registered; empty if there is none. */
    Optional<Provider> madeBy(String key);

    /** At most so many, in the order of their ids, all after the given one. */
    List<Provider> after(String afterId, int limit);

    /** Stores a new one; false, and nothing is stored, if the id is taken. */
    boolean add(Provider provider);

    /** Stores the next version of one; false, and nothing is stored, if it is not the next any more. */
    boolean replace(Provider next);
}
