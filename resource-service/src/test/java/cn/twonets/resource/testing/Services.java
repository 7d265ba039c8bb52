package cn.twonets.resource.testing;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.CapacityStatus;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Period;
import java.util.List;
import java.util.Set;

/** Aid services for tests; each is given by the provider named {@code <id>-provider}. */
public final class Services {
    private Services() {
    }

    /** A housing service for the whole city, for everybody. */
    public static AidService housing(String id, int units) {
        return service(id, units, false, Set.of(AidKind.HOUSING), Set.of(Cases.CITY), List.of());
    }

    /** The same, with a queue. */
    public static AidService queueing(String id, int units) {
        return service(id, units, true, Set.of(AidKind.HOUSING), Set.of(Cases.CITY), List.of());
    }

    /** A service with all that matters to matching. */
    public static AidService service(
            String id,
            int units,
            boolean waitlist,
            Set<AidKind> kinds,
            Set<GridCode> areas,
            List<Condition> conditions) {
        return new AidService(EventOrder.NONE.next(), new AidServiceId(id), provider(id),
                new AidService.Terms("帮扶", kinds, areas, conditions, Period.YEAR, units, 1, 3, 20, waitlist),
                CapacityStatus.CAPACITY);
    }

    /** The event by which a service is published with a capacity status. */
    public static Event<AidServiceEvent, AidServiceState> event(AidService service, String capacityStatus) {
        AidServiceState published = service.published();
        AidServiceEvent happened = new AidServiceEvent.Published(new PostId("department:some-bureau"));
        return new Event<>(EventFamily.AID_SERVICE.typeOf(happened), Cases.START, service.id().value(),
                service.id().value(), "test", null, happened,
                new AidServiceState(published.order(), published.id(), published.provider(), published.name(),
                        published.kinds(), published.areas(), capacityStatus));
    }

    /** Who gives the service. */
    public static ProviderId provider(String service) {
        return new ProviderId(service + "-provider");
    }
}
