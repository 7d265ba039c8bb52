package cn.twonets.intake.needs.web;

import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.CloseReason;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedStatus;
import cn.twonets.intake.needs.Progress;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A need as it is shown.
 *
 * @param id the need
 * @param household whose need it is
 * @param unit the household's unit when it was submitted
 * @param category what it is about
 * @param urgency how soon
 * @param stabilityRisk reporting duty apart from urgency
 * @param aidKinds the kinds of aid asked for
 * @param parties how many households share the matter
 * @param reportedBy who reported it
 * @param submittedAt when it was accepted
 * @param basis the legal basis on which its data are handled
 * @param status where it stands
 * @param withdrawn whether the village has taken it back
 * @param round the round of resolution; null until dispatch was heard
 * @param responsible who must act now; null until dispatch was heard, and once closed
 * @param dueAt when the present step is due; null when no clock runs
 * @param closeReason why it was closed; null while open
 * @param answer the village's last answer; null before the first
 * @param description in somebody's own words; only where one need is read by the grid
 */
public record NeedView(
        NeedId id,
        HouseholdId household,
        GridCode unit,
        CategoryCode category,
        Urgency urgency,
        StabilityRisk stabilityRisk,
        Set<AidKind> aidKinds,
        int parties,
        PostId reportedBy,
        Instant submittedAt,
        BasisBody basis,
        NeedStatus status,
        boolean withdrawn,
        @Nullable Integer round,
        @Nullable Responsible responsible,
        @Nullable Instant dueAt,
        @Nullable CloseReason closeReason,
        NeedState.@Nullable Answer answer,
        @Nullable String description) {

    /** Who must act now. */
    public record Responsible(GridCode unit, GridLevel level, PostId post) {}

    /** Without its description. */
    static NeedView of(Need need) {
        return of(need, null);
    }

    /** With its description, for those who may see it. */
    public static NeedView of(Need need, @Nullable String description) {
        Progress progress = need.progress();
        return new NeedView(
                need.id(),
                need.household(),
                need.unit(),
                need.category(),
                need.urgency(),
                need.stabilityRisk(),
                new TreeSet<>(need.aidKinds()),
                need.parties(),
                need.reportedBy(),
                need.submittedAt(),
                BasisBody.of(need.basis()),
                need.status(),
                need.withdrawn(),
                progress == null ? null : progress.round(),
                progress == null || progress.unit() == null || progress.level() == null || progress.post() == null
                        ? null
                        : new Responsible(progress.unit(), progress.level(), progress.post()),
                progress == null ? null : progress.dueAt(),
                progress == null ? null : progress.closeReason(),
                need.answer(),
                description);
    }

    @Override
    public String toString() {
        return "NeedView[" + id + "]";
    }
}
