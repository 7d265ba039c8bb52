package cn.twonets.resource.catalogue;

import cn.twonets.delivery.Cause;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.PostId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes an aid service again when its capacity status is no longer what was published: full, free again, or a new
 * period. Compares what is with what was said, so that it may run anywhere, at any time, any number of times.
 */
public final class CapacityWatch {
    private static final PostId BY = new PostId("capacity-watch");

    private final AidServices services;
    private final Pools pools;
    private final CatalogueDesk desk;
    private final Clock clock;
    private final Observer observer;

    /** Is told what was found at each look. */
    public interface Observer {
        /** These are the pools of the present periods, one for each aid service; those that nobody used yet are full. */
        void looked(Map<AidService, Pool> present);
    }

    public CapacityWatch(AidServices services, Pools pools, CatalogueDesk desk, Clock clock, Observer observer) {
        this.services = services;
        this.pools = pools;
        this.desk = desk;
        this.clock = clock;
        this.observer = observer;
    }

    /** Compares all; returns how many were published again. */
    public int run() {
        Instant now = clock.instant();
        List<AidService> all = services.all();
        Map<PoolId, Pool> stored = pools.findAll(all.stream().map(service -> service.pool(now)).toList());
        Map<AidServiceId, Pool> changed = new LinkedHashMap<>();
        Map<AidService, Pool> present = new LinkedHashMap<>();
        for (AidService service : all) {
            PoolId id = service.pool(now);
            Pool pool = stored.getOrDefault(id, Pool.opened(id, service.terms().units()));
            present.put(service, pool);
            boolean room = pool.hasRoom(service.terms().unitsEach());
            if (CapacityStatus.of(service.terms(), room) != service.capacityStatus()) {
                changed.put(service.id(), pool);
            }
        }
        observer.looked(present);
        if (!changed.isEmpty()) {
            desk.publishStatus(changed, BY, new Cause("capacity-watch", null));
        }
        return changed.size();
    }
}
