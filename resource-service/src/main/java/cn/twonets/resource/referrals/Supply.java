package cn.twonets.resource.referrals;

import cn.twonets.events.AidServiceId;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.catalogue.AidService;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The aid services and their pools as read before a batch of decisions; the decisions of one batch draw on it one after
 * the other, so that all reservations of one pool become one update.
 */
public final class Supply {
    private final Map<AidServiceId, AidService> services = new LinkedHashMap<>();
    private final Map<PoolId, Pool> pools;
    private final Set<PoolId> changed = new HashSet<>();
    private final Instant now;

    /** @param pools the pools of the services at that time, as read; one that is not there yet is opened */
    public Supply(Collection<AidService> services, Map<PoolId, Pool> pools, Instant now) {
        services.forEach(service -> this.services.put(service.id(), service));
        this.pools = new HashMap<>(pools);
        this.now = now;
    }

    Instant now() {
        return now;
    }

    Collection<AidService> services() {
        return List.copyOf(services.values());
    }

    Optional<AidService> service(AidServiceId id) {
        return Optional.ofNullable(services.get(id));
    }

    boolean hasRoom(AidService service) {
        return pool(service).hasRoom(service.terms().unitsEach());
    }

    /** Reserves what one referral takes; empty if the pool is full. */
    Optional<Holds.Reservation> reserve(AidService service, HoldId hold) {
        Pool before = pool(service);
        Optional<Pool> after = before.reserve(hold, service.terms().unitsEach(), now);
        after.filter(pool -> pool != before).ifPresent(pool -> {
            pools.put(pool.id(), pool);
            changed.add(pool.id());
        });
        return after.map(pool -> new Holds.Reservation(
                hold.attempt(), pool.id().toString(), pool.holds().get(hold).amount()));
    }

    /** The pools that decisions have drawn on. */
    Collection<Pool> changed() {
        return changed.stream().map(pools::get).toList();
    }

    private Pool pool(AidService service) {
        return pools.computeIfAbsent(service.pool(now), id -> Pool.opened(id, service.terms().units()));
    }
}
