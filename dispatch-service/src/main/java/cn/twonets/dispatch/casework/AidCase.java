package cn.twonets.dispatch.casework;

import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dispatch's record of one need: who must act, by when, which referral is wanted.
 *
 * <p>Its life: assigned to the post that the grid names, perhaps with a referral wanted at once; acknowledged; resolved on
 * the spot or by a delivered referral; awaiting the village's confirmation; closed, or reopened one level higher. Beside
 * the road: escalated, returned and arbitrated, planned, cancelling. {@link CaseTable} is the whole of it.
 *
 * @param shown what the others may know; its order is the order of the last event
 * @param appliedNeed order of the newest need event known to be taken into account
 * @param appliedAid order of the newest aid event known to be taken into account
 * @param ancestors the units whose posts may see the case: the household's and all above it, and the responsible one and
 *        all above that
 * @param routes how it came to its responsible posts, oldest first, at most {@value #MOST_ROUTES}
 * @param next what is done once the wish is answered; null unless cancelling
 * @param takenUp the highest wish that the aid side is known to have taken up; 0 before the first
 * @param withdrawalTaken order of the village's withdrawal that has been taken into account; {@link EventOrder#NONE}
 *        before the first
 * @param dueSoonAt when the responsible post is reminded; null when no step clock runs
 * @param reminded whether it has been reminded of this step
 * @param open whether it has not ended; leads the indexes, so that ended cases never stand in the way of open ones
 * @param listedAt what inboxes are sorted by: when due, else when reviewed, else when it ended
 * @param wakeAt when the clock must look at the case again; null when there is nothing to look for. Never decides
 *        anything: what is due says {@code dueAt}
 * @param returnedBy who sent it back, and so may not settle where it goes; null before that
 */
public record AidCase(
        CaseState shown,
        EventOrder appliedNeed,
        EventOrder appliedAid,
        List<GridCode> ancestors,
        List<RouteTaken> routes,
        @Nullable Next next,
        int takenUp,
        EventOrder withdrawalTaken,
        @Nullable Instant dueSoonAt,
        boolean reminded,
        boolean open,
        Instant listedAt,
        @Nullable Instant wakeAt,
        @Nullable PostId returnedBy) {

    /** So many routes are kept; the first one always is. */
    public static final int MOST_ROUTES = 12;

    /**
     * An act that waits until the referral that stands in its way is gone.
     *
     * @param verb what is done then: refer, resolve, return or withdrawn
     * @param by who wanted it
     * @param services for a referral, the aid services to try, in order
     * @param greenChannel for a referral, help first and paperwork after
     * @param code how it was resolved, or why it is returned; null otherwise
     * @param proposedOwner for a return, who should have it; null otherwise
     */
    public record Next(
            CaseVerb verb,
            PostId by,
            List<AidServiceId> services,
            boolean greenChannel,
            @Nullable String code,
            @Nullable GridCode proposedOwner) {

        static Next withdrawn(PostId by) {
            return new Next(CaseVerb.WITHDRAWN, by, List.of(), false, null, null);
        }
    }

    public NeedId id() {
        return shown.need();
    }

    public CaseStatus status() {
        return shown.status();
    }

    /** Whether a wish stands that the aid side has not answered. */
    public boolean hasLiveWish() {
        return shown.wish() != null
                && (status() == CaseStatus.REFERRED || status() == CaseStatus.CANCELLING);
    }

    /** Whether a post with these units may know of the case. */
    public boolean isVisibleTo(Set<GridCode> units) {
        return ancestors.stream().anyMatch(units::contains);
    }
}
