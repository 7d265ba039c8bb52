package cn.twonets.intake.needs;

import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A need as intake keeps it. Life: submitted, perhaps amended; then either withdrawn, or answered once for each round in
 * which somebody claims to have helped. What the grid does about it is copied from dispatch into {@link #progress()},
 * without touching {@link #order()}, so the {@code ETag} of what people edit stays as it was.
 *
 * @param order order of its last event
 * @param id the need
 * @param household whose need it is
 * @param unit the household's unit when it was submitted
 * @param ancestors the unit and all above it, for scope
 * @param category what it is about
 * @param urgency how soon
 * @param stabilityRisk reporting duty apart from urgency
 * @param aidKinds the kinds of aid asked for
 * @param parties how many households share the matter
 * @param reportedBy who reported it
 * @param basis the legal basis on which its data are handled
 * @param description what was written about it, sealed; null where nothing was, and once its household was erased
 * @param submittedAt when it was accepted
 * @param listKey sorts needs by time and id
 * @param requestMark keyed digest of the request that created it; empty once its household was erased
 * @param contentSequence sequence at which category, urgency, kinds or parties last changed
 * @param withdrawn whether the village has taken it back
 * @param wantSequence sequence at which {@code withdrawn} last changed
 * @param answer the village's last answer; null before the first
 * @param answerSequence sequence of the answer; 0 before the first
 * @param progress what dispatch last said; null until it was first heard
 * @param status where it stands; follows from the others, and is kept so that the store can be asked for it
 */
public record Need(
        EventOrder order,
        NeedId id,
        HouseholdId household,
        GridCode unit,
        List<GridCode> ancestors,
        CategoryCode category,
        Urgency urgency,
        StabilityRisk stabilityRisk,
        Set<AidKind> aidKinds,
        int parties,
        PostId reportedBy,
        NeedEvent.Basis basis,
        @Nullable Sealed description,
        Instant submittedAt,
        String listKey,
        String requestMark,
        long contentSequence,
        boolean withdrawn,
        long wantSequence,
        NeedState.@Nullable Answer answer,
        long answerSequence,
        @Nullable Progress progress,
        NeedStatus status) {

    /** Recomputes the status, whatever was given or stored. */
    public Need {
        status = NeedStatus.of(withdrawn, progress);
    }

    /** With the status that follows. */
    Need(EventOrder order, NeedId id, HouseholdId household, GridCode unit, List<GridCode> ancestors,
            CategoryCode category, Urgency urgency, StabilityRisk stabilityRisk, Set<AidKind> aidKinds, int parties,
            PostId reportedBy, NeedEvent.Basis basis, @Nullable Sealed description, Instant submittedAt,
            String listKey, String requestMark, long contentSequence, boolean withdrawn, long wantSequence,
            NeedState.@Nullable Answer answer, long answerSequence, @Nullable Progress progress) {
        this(order, id, household, unit, ancestors, category, urgency, stabilityRisk, aidKinds, parties, reportedBy,
                basis, description, submittedAt, listKey, requestMark, contentSequence, withdrawn, wantSequence, answer,
                answerSequence, progress, NeedStatus.of(withdrawn, progress));
    }

    /** What the others may know: no word of the description. */
    public NeedState publicState() {
        return new NeedState(order, id, household, unit, category, urgency, stabilityRisk, aidKinds, parties,
                reportedBy,
                submittedAt, contentSequence, withdrawn, wantSequence, answer, answerSequence);
    }

    /** Sorts by time and, within a millisecond, by id. */
    static String listKey(Instant submittedAt, NeedId id) {
        return "%015d/%s".formatted(submittedAt.toEpochMilli(), id);
    }

    /** For whom the description is sealed. */
    public static Owner ownerOfDescription(HouseholdId household, NeedId id) {
        return new Owner(household, "need/" + id.value());
    }

    Need withContent(Content content, @Nullable Sealed newDescription, boolean publicPartChanged) {
        EventOrder next = order.next();
        return new Need(next, id, household, unit, ancestors, content.category(), content.urgency(),
                content.stabilityRisk(), content.aidKinds(), content.parties(), reportedBy, basis, newDescription,
                submittedAt, listKey, requestMark, publicPartChanged ? next.sequence() : contentSequence, withdrawn,
                wantSequence, answer, answerSequence, progress);
    }

    Need takenBack() {
        EventOrder next = order.next();
        return new Need(next, id, household, unit, ancestors, category, urgency, stabilityRisk, aidKinds, parties,
                reportedBy, basis, description, submittedAt, listKey, requestMark, contentSequence, true,
                next.sequence(), answer, answerSequence, progress);
    }

    Need answered(NeedState.Answer newAnswer) {
        EventOrder next = order.next();
        return new Need(next, id, household, unit, ancestors, category, urgency, stabilityRisk, aidKinds, parties,
                reportedBy, basis, description, submittedAt, listKey, requestMark, contentSequence, withdrawn,
                wantSequence, newAnswer, next.sequence(), progress);
    }

    /** The need once its household was erased: nothing of it is public, so nothing is told. */
    Need forgotten() {
        return new Need(order, id, household, unit, ancestors, category, urgency, stabilityRisk, aidKinds, parties,
                reportedBy, basis, null, submittedAt, listKey, "", contentSequence, withdrawn, wantSequence, answer,
                answerSequence, progress);
    }

    Need withProgress(Progress newProgress) {
        return new Need(order, id, household, unit, ancestors, category, urgency, stabilityRisk, aidKinds, parties,
                reportedBy, basis, description, submittedAt, listKey, requestMark, contentSequence, withdrawn,
                wantSequence, answer, answerSequence, newProgress);
    }
}
