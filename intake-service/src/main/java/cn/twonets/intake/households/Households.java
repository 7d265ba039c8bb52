package cn.twonets.intake.households;

import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The register as it is read: always within a scope, and the scope is part of the question to the store. */
public interface Households {
    /** One household; empty if there is none within the scope. */
    Optional<Household> find(HouseholdId id, Scope scope);

    /** Those of the named households that are within the scope. */
    Map<HouseholdId, Household> findAll(Collection<HouseholdId> ids, Scope scope);

    /** Households of which somebody has one of these marks, within the scope. */
    List<Household> withMark(Collection<String> marks, Scope scope);

    /**
     * Households by id.
     *
     * @param after the id to go on after; null to begin
     * @param limit at most so many
     */
    List<Household> list(Scope scope, Filter filter, @Nullable String after, int limit);

    /**
     * Which ones are asked for.
     *
     * @param unit within this unit; null for any
     * @param helper with this helper; null for any
     */
    record Filter(@Nullable GridCode unit, @Nullable PostId helper) {}
}
