package cn.twonets.intake.needs;

import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.Urgency;
import cn.twonets.grid.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Needs as they are read: always within a scope, and the scope is part of the question to the store. */
public interface Needs {
    /** One need; empty if there is none within the scope. */
    Optional<Need> find(NeedId id, Scope scope);

    /**
     * Needs, newest first.
     *
     * @param before the list key to go on before; null to begin
     * @param limit at most so many
     */
    List<Need> list(Scope scope, Filter filter, @Nullable String before, int limit);

    /**
     * All needs of a household wherever they lie, newest first: for what concerns the household itself and not a caller.
     *
     * @param before the list key to go on before; null to begin
     * @param limit at most so many
     */
    List<Need> of(HouseholdId household, @Nullable String before, int limit);

    /**
     * Which ones are asked for; each is null for any.
     *
     * @param status where it stands
     * @param category what it is about
     * @param urgency how soon
     * @param unit within this unit
     * @param household whose need
     */
    record Filter(
            @Nullable NeedStatus status,
            @Nullable CategoryCode category,
            @Nullable Urgency urgency,
            @Nullable GridCode unit,
            @Nullable HouseholdId household) {}
}
