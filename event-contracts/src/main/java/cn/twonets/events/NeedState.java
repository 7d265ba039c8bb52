package cn.twonets.events;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the village wants, as intake knows it. The authority on what the village answered.
 *
 * @param order order of the event that carries this state
 * @param need the need
 * @param household whose need it is
 * @param unit the household's grid unit, usually a group
 * @param category what it is about
 * @param urgency how soon
 * @param stabilityRisk reporting duty apart from urgency
 * @param aidKinds the kinds of aid asked for; never empty
 * @param parties how many households share the matter; 1 unless collective
 * @param reportedBy the post that reported it
 * @param submittedAt when intake accepted it
 * @param contentSequence sequence at which category, urgency, kinds or parties last changed
 * @param withdrawn whether the village has taken the need back
 * @param wantSequence sequence at which {@code withdrawn} last changed
 * @param answer the village's last answer about a resolution, naming its round; null before the first
 * @param answerSequence sequence at which {@code answer} last changed; 0 before the first
 */
public record NeedState(
        EventOrder order,
        NeedId need,
        HouseholdId household,
        GridCode unit,
        CategoryCode category,
        Urgency urgency,
        StabilityRisk stabilityRisk,
        Set<AidKind> aidKinds,
        int parties,
        PostId reportedBy,
        Instant submittedAt,
        long contentSequence,
        boolean withdrawn,
        long wantSequence,
        @Nullable Answer answer,
        long answerSequence) implements PublicState {

    /**
     * What the village said about one round.
     *
     * @param round the round of the case that the answer is about, from 1
     * @param outcome whether it helped
     * @param by the post that asked the household
     */
    public record Answer(int round, Outcome outcome, PostId by) {}

    @Override
    public String aggregate() {
        return need.value();
    }

    @Override
    public GridCode grid() {
        return unit;
    }
}
