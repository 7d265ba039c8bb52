package cn.twonets.intake.testing;

import cn.twonets.events.AidKind;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.CloseReason;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says about one need what dispatch would say. */
public final class Cases {
    public static final Instant DUE = Instant.parse("2026-03-05T01:00:00Z");

    private final Wire wire;
    private final NeedId need;
    private final HouseholdId household;
    private final GridCode unit;

    public Cases(Wire wire, String need, String household, String unit) {
        this.wire = wire;
        this.need = new NeedId(need);
        this.household = new HouseholdId(household);
        this.unit = new GridCode(unit);
    }

    /** Publishes the case as it is now; what happened does not matter to intake, only the state. */
    public void publish(long sequence, CaseStatus status, int round, @Nullable String responsible,
            @Nullable String resolvedBy) {
        CaseState state = state(need, household, unit, sequence, status, round, responsible, resolvedBy);
        wire.publish(EventFamily.CASE, new CaseEvent.DueSoon(DUE), state);
    }

    /** The state of a case. */
    public static CaseState state(NeedId need, HouseholdId household, GridCode unit, long sequence, CaseStatus status,
            int round, @Nullable String responsible, @Nullable String resolvedBy) {
        return new CaseState(
                new EventOrder(0, sequence),
                need,
                household,
                unit,
                new CategoryCode("housing"),
                Urgency.MAJOR,
                Set.of(AidKind.HOUSING),
                1,
                status,
                sequence,
                round,
                responsible == null
                        ? null
                        : new CaseState.Responsible(new GridCode(Village.HERE), GridLevel.VILLAGE,
                                new PostId(responsible), PostCapacity.LEADER),
                1,
                status == CaseStatus.CLOSED ? null : DUE,
                DUE,
                0,
                false,
                null,
                0,
                status == CaseStatus.CLOSED ? CloseReason.CONFIRMED : null,
                null,
                resolvedBy == null ? null : new PostId(resolvedBy));
    }
}
