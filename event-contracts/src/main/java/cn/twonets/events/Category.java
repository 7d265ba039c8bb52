package cn.twonets.events;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A need category as the county sets it: data, replaceable by place and date.
 *
 * @param code its code
 * @param name its name in Chinese
 * @param englishName its name in English
 * @param aidKinds the kinds of aid that can answer it; a need asks for some or all of them
 * @param terms what holds at each urgency; an urgency that is missing here is not allowed for the category
 */
public record Category(
        CategoryCode code,
        String name,
        String englishName,
        Set<AidKind> aidKinds,
        Map<Urgency, Terms> terms) {

    /** @throws IllegalArgumentException if no aid kind or no urgency is allowed: no need could be reported */
    public Category {
        if (aidKinds.isEmpty() || terms.isEmpty()) {
            throw new IllegalArgumentException("category " + code + " allows no aid kind or no urgency");
        }
    }

    /**
     * What holds for a category at one urgency.
     *
     * @param handledAt the lowest grid level that must handle it; {@link GridLevel#GROUP} leaves it with a member
     * @param step how long the responsible post has for its step before the case goes up
     * @param household when the household is due an end, counted from dispatch; never reset
     * @param refersAtOnce whether a referral is wanted at assignment, without waiting for the leader
     * @param greenChannel help first, paperwork after
     */
    public record Terms(
            GridLevel handledAt,
            TimeAllowed step,
            TimeAllowed household,
            boolean refersAtOnce,
            boolean greenChannel) {}

    /** The terms at that urgency; empty where the category does not allow it. */
    public Optional<Terms> at(Urgency urgency) {
        return Optional.ofNullable(terms.get(urgency));
    }
}
