package cn.twonets.resource.catalogue.mongo;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.EventFamily;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;

/** Aid services in MongoDB. */
public final class MongoAidServices implements AidServices {
    /** Where aid services are kept and what of them is published. */
    public static final AggregateKind<AidService, AidServiceEvent, AidServiceState> KIND = new AggregateKind<>(
            "aid_services", AidService.class, EventFamily.AID_SERVICE, AidService::published);
    private static final int MOST = 10_000;
    private static final String KINDS = "state.terms.kinds";
    private static final String ID = "_id";

    private final MongoAggregates<AidService, AidServiceEvent, AidServiceState> services;

    public MongoAidServices(MongoAggregates<AidService, AidServiceEvent, AidServiceState> services) {
        this.services = services;
    }

    /** The indexes that these questions need. */
    public static Bson[] indexes() {
        return new Bson[]{Indexes.ascending(KINDS)};
    }

    @Override
    public List<AidService> all() {
        return services.states(Filters.empty(), Sorts.ascending(ID), MOST);
    }

    @Override
    public List<AidService> relevant(Set<AidKind> kinds, Collection<AidServiceId> named) {
        List<Bson> asked = new ArrayList<>();
        if (!kinds.isEmpty()) {
            asked.add(Filters.in(KINDS, kinds.stream().map(Enum::name).toList()));
        }
        if (!named.isEmpty()) {
            asked.add(Filters.in(ID, named.stream().map(AidServiceId::value).toList()));
        }
        return switch (asked.size()) {
            case 0 -> List.of();
            case 1 -> services.states(asked.getFirst(), Sorts.ascending(ID), MOST);
            default -> services.states(Filters.or(asked), Sorts.ascending(ID), MOST);
        };
    }
}
