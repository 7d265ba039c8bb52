package cn.twonets.resource.catalogue;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Publishes aid services and sets their capacity. */
public final class CatalogueDesk {
    private static final int MOST_TRIES = 20;

    private final Aggregates<AidService, AidServiceEvent> services;
    private final Pools pools;
    private final Clock clock;

    public CatalogueDesk(Aggregates<AidService, AidServiceEvent> services, Pools pools, Clock clock) {
        this.services = services;
        this.pools = pools;
        this.clock = clock;
    }

    /** What became of a publication. */
    public sealed interface Published {
        /** It is there, now or since an earlier request with the same key. */
        record There(AidService service, boolean repeated) implements Published {}

        /** The key was used for something else. */
        record KeyReused() implements Published {}
    }

    /** Creates an aid service; one that is there already stays as it is. */
    public Published create(
            AidServiceId id, ProviderId provider, AidService.Terms terms, PostId by, Cause cause, @Nullable Act act) {
        CapacityStatus status = CapacityStatus.of(terms, terms.units() >= terms.unitsEach());
        Changed<AidService, AidService> changed = services.change(id.value(),
                new Change<>(cause, act, null, current -> {
                    if (current != null) {
                        return Decision.unchanged(current);
                    }
                    AidService created = new AidService(EventOrder.NONE.next(), id, provider, terms, status);
                    return Decision.changed(
                            List.of(new Decision.Step<>(new AidServiceEvent.Published(by), created)), created);
                }), Publish.SOON);
        return switch (changed) {
            case Changed.Decided<AidService, AidService> decided -> new Published.There(
                    decided.answer(), !decided.written());
            case Changed.Repeated<AidService, AidService> repeated -> new Published.There(
                    repeated.stored().state(), true);
            case Changed.KeyReused<AidService, AidService> reused -> new Published.KeyReused();
            case Changed.Stale<AidService, AidService> stale -> throw new IllegalStateException(
                    "stale without a condition");
        };
    }

    /** The pool on which offers draw now; opened in thought if nobody has used it yet. */
    public Pool pool(AidService service) {
        PoolId id = service.pool(clock.instant());
        Pool stored = pools.findAll(List.of(id)).get(id);
        return stored == null ? Pool.opened(id, service.terms().units()) : stored;
    }

    /** What became of a new capacity. */
    public sealed interface CapacitySet {
        /** Set; {@code room} says whether units became free. */
        record Done(Pool pool, boolean room) implements CapacitySet {}

        /** The caller saw an older edit. */
        record Stale() implements CapacitySet {}
    }

    /**
     * Sets the capacity that the provider wants. Below what is held and given it is kept as a target, to which returning
     * holds lower the capacity.
     *
     * @param seen whether the caller saw that edit
     */
    public CapacitySet setCapacity(AidService service, int units, LongPredicate seen, PostId by, Cause cause) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Pool before = pool(service);
            if (!seen.test(before.edits())) {
                return new CapacitySet.Stale();
            }
            Pool after = before.withTarget(units);
            if (pools.write(List.of(after)).isEmpty()) {
                publishStatus(Map.of(service.id(), after), by, cause);
                return new CapacitySet.Done(after, after.available() > before.available());
            }
        }
        throw new IllegalStateException("conflicting writes do not end");
    }

    /** Publishes the capacity status of services where it is no longer what was published. */
    public void publishStatus(Map<AidServiceId, Pool> now, PostId by, Cause cause) {
        now.forEach((id, pool) -> services.<CapacityStatus>change(id.value(), Change.of(cause, current -> {
            if (current == null) {
                return Decision.unchanged(CapacityStatus.NO_CAPACITY);
            }
            CapacityStatus status = CapacityStatus.of(current.terms(), pool.hasRoom(current.terms().unitsEach()));
            if (status == current.capacityStatus()) {
                return Decision.unchanged(status);
            }
            AidService changed = new AidService(
                    current.order().next(), id, current.provider(), current.terms(), status);
            return Decision.changed(List.of(new Decision.Step<>(new AidServiceEvent.Published(by), changed)), status);
        }), Publish.SOON));
    }
}
