package cn.twonets.resource.matching;

import cn.twonets.events.NeedId;
import cn.twonets.resource.catalogue.Fact;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Asks the household register for declared facts. */
@FunctionalInterface
public interface FactsDesk {
    /**
     * Asks once, for at most two seconds.
     *
     * @param needs at most {@value #MOST_NEEDS}
     * @return facts by need; a need that is left out could not be had now and must be asked for again later
     */
    Map<NeedId, HouseholdFacts> factsOf(Collection<NeedId> needs, Set<Fact> facts);

    /** So many needs can be asked for at once. */
    int MOST_NEEDS = 500;
}
