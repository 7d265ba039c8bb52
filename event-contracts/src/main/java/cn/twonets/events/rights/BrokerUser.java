package cn.twonets.events.rights;

import cn.twonets.events.Topic;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Whom the broker knows. Each service is a user of its own; nobody else may do anything. */
public enum BrokerUser {
    /** The intake service. */
    INTAKE(EnumSet.of(Topic.NEEDS, Topic.HOUSEHOLDS), EnumSet.of(Topic.DISPATCH, Topic.GRID)),
    /** The dispatch service. */
    DISPATCH(EnumSet.of(Topic.DISPATCH, Topic.GRID), EnumSet.of(Topic.NEEDS, Topic.RESOLUTIONS, Topic.GRID)),
    /** The resource service. */
    RESOURCE(EnumSet.of(Topic.RESOLUTIONS, Topic.AID), EnumSet.of(Topic.DISPATCH, Topic.AID, Topic.GRID)),
    /** People who operate the product: they read everything and write nothing. */
    OPS(EnumSet.noneOf(Topic.class), EnumSet.noneOf(Topic.class));

    private final Set<Topic> writes;
    private final Set<Topic> consumes;

    BrokerUser(Set<Topic> writes, Set<Topic> consumes) {
        this.writes = writes;
        this.consumes = consumes;
    }

    /** The name that it logs in by; a service's is also that of its consumer groups. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isService() {
        return this != OPS;
    }

    /** The topics that it alone writes; it reads them too, to compare them with its store. */
    public Set<Topic> writes() {
        return EnumSet.copyOf(writes);
    }

    /** The topics whose records it takes; what it cannot read of them it puts aside. */
    public Set<Topic> consumes() {
        return EnumSet.copyOf(consumes);
    }
}
