package cn.twonets.resource.catalogue;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.capacity.PoolId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An aid service: what a provider gives, where, to whom, how much of it and how soon it answers.
 *
 * @param order order of the last event
 * @param id the aid service
 * @param provider who gives it
 * @param terms what the provider published
 * @param capacityStatus as last published
 */
public record AidService(
        EventOrder order,
        AidServiceId id,
        ProviderId provider,
        Terms terms,
        CapacityStatus capacityStatus) {

    /**
     * What a provider publishes about an aid service.
     *
     * @param name in Chinese, 1 to 60 characters
     * @param kinds the kinds of aid; never empty
     * @param areas the grid units that it serves, with everything below them; never empty
     * @param conditions eligibility; all must hold; empty for everybody
     * @param period how long a capacity lasts
     * @param units capacity with which a period begins, 0 to {@value #MOST_UNITS}
     * @param unitsEach units that one referral takes, at least 1
     * @param answerDays working days within which the provider answers an offer
     * @param deliveryDays working days within which accepted aid is due
     * @param waitlist whether needs may queue while it is full
     */
    public record Terms(
            String name,
            Set<AidKind> kinds,
            Set<GridCode> areas,
            List<Condition> conditions,
            Period period,
            int units,
            int unitsEach,
            int answerDays,
            int deliveryDays,
            boolean waitlist) {
        /** Largest capacity. */
        public static final int MOST_UNITS = 1_000_000;

        /** @throws IllegalArgumentException if something is empty or out of its limits */
        public Terms {
            kinds = Set.copyOf(new TreeSet<>(kinds));
            areas = Set.copyOf(new TreeSet<>(areas));
            conditions = List.copyOf(conditions);
            require(!name.isBlank() && name.length() <= 60, "a name has 1 to 60 characters");
            require(!kinds.isEmpty(), "an aid service has at least one kind");
            require(!areas.isEmpty() && areas.size() <= 200, "an aid service serves 1 to 200 areas");
            require(conditions.size() <= 10, "at most 10 conditions");
            require(units >= 0 && units <= MOST_UNITS, "units out of range");
            require(unitsEach >= 1 && unitsEach <= MOST_UNITS, "unitsEach out of range");
            require(answerDays >= 1 && answerDays <= 60, "answerDays out of range");
            require(deliveryDays >= 1 && deliveryDays <= 250, "deliveryDays out of range");
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    /** The pool that an offer made at that time draws on. */
    public PoolId pool(Instant at) {
        return new PoolId(id, terms.period().at(at));
    }

    /** Whether a need must know household facts before it can be matched with this. */
    public boolean asksForFacts() {
        return !terms.conditions().isEmpty();
    }

    /** What the others may know. */
    public AidServiceState published() {
        return new AidServiceState(
                order, id, provider, terms.name(), terms.kinds(), terms.areas(), capacityStatus.code());
    }
}
