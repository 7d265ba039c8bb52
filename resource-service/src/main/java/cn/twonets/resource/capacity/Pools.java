package cn.twonets.resource.capacity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All pools. Whoever reserves reads pools first, then needs, and writes pools first, then needs. */
public interface Pools {
    /** Reads many in one query, with majority; those that nobody has used yet are left out. */
    Map<PoolId, Pool> findAll(Collection<PoolId> ids);

    /**
     * One unordered bulk of writes, each guarded by the version as read; a pool of version 0 is inserted.
     *
     * @return the pools that somebody else changed meanwhile: read again and decide again
     */
    Set<PoolId> write(Collection<Pool> changed);

    /** Pools with a hold reserved before that instant, at most {@code limit}, after the given one, ordered by id. */
    List<Pool> withHoldsBefore(Instant since, String afterId, int limit);
}
