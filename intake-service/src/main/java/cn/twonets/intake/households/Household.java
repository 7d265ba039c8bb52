package cn.twonets.intake.households;

import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.PostId;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Sealed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A household as it is kept. Only {@link #publicState()} leaves the service by topic; what is private is sealed, and a
 * change of it publishes nothing.
 *
 * @param order order of its last event
 * @param id a pseudonym
 * @param unit the group or village that it belongs to
 * @param ancestors the unit and all above it, for scope; none once it was erased, so that it lies in nobody's
 * @param helper the post of its named helper; null where there is none
 * @param personal who it is, sealed; null once it was erased
 * @param facts what was declared about it, sealed; null once it was erased
 * @param identityMarks keyed digests of its people's identity numbers, to notice a second registration
 * @param revision counts what people changed, from 1; what {@code ETag} shows, since private changes have no event
 * @param registeredBy who entered it
 * @param registeredAt when
 * @param requestMark keyed digest of the request that created it; empty once it was erased
 */
public record Household(
        EventOrder order,
        HouseholdId id,
        GridCode unit,
        List<GridCode> ancestors,
        @Nullable PostId helper,
        @Nullable Sealed personal,
        @Nullable Sealed facts,
        List<String> identityMarks,
        long revision,
        PostId registeredBy,
        Instant registeredAt,
        String requestMark) {

    /** For whom the people are sealed. */
    public static Owner ownerOfPersonal(HouseholdId id) {
        return new Owner(id, "personal");
    }

    /** For whom the facts are sealed. */
    public static Owner ownerOfFacts(HouseholdId id) {
        return new Owner(id, "facts");
    }

    /** What the others may know. */
    public HouseholdState publicState() {
        return new HouseholdState(order, id, unit, helper);
    }

    /** The household at another place, or with another helper. */
    Household moved(Place place, @Nullable PostId newHelper) {
        return new Household(order.next(), id, place.unit(), place.ancestors(), newHelper, personal, facts,
                identityMarks, revision, registeredBy, registeredAt, requestMark);
    }

    /** The household with other private parts. */
    Household withPrivate(Sealed newPersonal, Sealed newFacts, List<String> newMarks) {
        return new Household(order, id, unit, ancestors, helper, newPersonal, newFacts, newMarks, revision,
                registeredBy, registeredAt, requestMark);
    }

    /** Whether only statistics are left of it. */
    public boolean isErased() {
        return personal == null;
    }

    /** What is left after an erasure: where it was, since when, and who entered it; of one with a helper, in one event. */
    Household erased() {
        return new Household(helper == null ? order : order.next(), id, unit, List.of(), null, null, null, List.of(),
                revision + 1, registeredBy, registeredAt, "");
    }

    /** The household after one more change by people. */
    Household revised() {
        return new Household(order, id, unit, ancestors, helper, personal, facts, identityMarks, revision + 1,
                registeredBy, registeredAt, requestMark);
    }

    /**
     * Where a household is.
     *
     * @param unit its unit
     * @param ancestors the unit and all above it
     */
    public record Place(GridCode unit, List<GridCode> ancestors) {
        public Place {
            ancestors = List.copyOf(ancestors);
        }
    }
}
