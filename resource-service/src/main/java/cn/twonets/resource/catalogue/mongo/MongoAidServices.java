package cn.twonets.resource.catalogue.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.EventFamily;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.List;

/** Aid services in MongoDB, read as a whole. */
public final class MongoAidServices implements AidServices {
    /** Where aid services are kept and what of them is published. */
    public static final AggregateKind<AidService, AidServiceEvent, AidServiceState> KIND = new AggregateKind<>(
            "aid_services", AidService.class, EventFamily.AID_SERVICE, AidService::published);
    private static final int MOST = 10_000;

    private final MongoAggregates<AidService, AidServiceEvent, AidServiceState> services;

    public MongoAidServices(MongoAggregates<AidService, AidServiceEvent, AidServiceState> services) {
        this.services = services;
    }

    @Override
    public List<AidService> all() {
        return services.states(Filters.empty(), Sorts.ascending("_id"), MOST);
    }
}
