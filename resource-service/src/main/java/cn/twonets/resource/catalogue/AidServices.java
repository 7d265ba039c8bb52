package cn.twonets.resource.catalogue;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Reads aid services: some hundreds in a county. */
@FunctionalInterface
public interface AidServices {
    /** All, in the order of their ids. */
    List<AidService> all();

    /** Those that give one of the kinds, and those named; in the order of their ids. */
    default List<AidService> relevant(Set<AidKind> kinds, Collection<AidServiceId> named) {
        return all().stream()
                .filter(service -> named.contains(service.id())
                        || !Collections.disjoint(service.terms().kinds(), kinds))
                .toList();
    }
}
