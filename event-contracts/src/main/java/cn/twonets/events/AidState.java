package cn.twonets.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the aid side does about a need. Resource alone says how a referral ended.
 *
 * @param order order of the event that carries this state
 * @param need the need
 * @param unit the household's grid unit
 * @param candidates what matches, best first, at most {@value #MOST_CANDIDATES}
 * @param missing nearest misses when nothing or little matches, at most {@value #MOST_CANDIDATES}
 * @param awaitingFacts true while household facts could not be had; never matched on missing facts
 * @param matchingSequence sequence at which candidates or misses last changed
 * @param referral the referral on its way, or the last one; null before the first
 * @param referralSequence sequence at which the referral last changed; 0 before the first
 * @param answer the final answer to the last wish that has one; null before the first
 * @param answerSequence sequence at which the answer last changed; 0 before the first
 */
public record AidState(
        EventOrder order,
        NeedId need,
        GridCode unit,
        List<Candidate> candidates,
        List<NearMiss> missing,
        boolean awaitingFacts,
        long matchingSequence,
        @Nullable Referral referral,
        long referralSequence,
        @Nullable Answer answer,
        long answerSequence) implements PublicState {

    /** So many candidates or misses are carried at the most: the state stays under 1 KB. */
    public static final int MOST_CANDIDATES = 5;

    /**
     * An aid service that fits.
     *
     * @param service the aid service
     * @param provider who gives it
     * @param reasons codes that say why it fits, such as {@code kind:housing}, {@code area:411082110}
     */
    public record Candidate(AidServiceId service, ProviderId provider, List<String> reasons) {}

    /**
     * An aid service that almost fits.
     *
     * @param service the aid service
     * @param lacking codes that say what is missing, such as {@code capacity}, {@code area}, {@code declared-facts}
     */
    public record NearMiss(AidServiceId service, List<String> lacking) {}

    /**
     * A referral as it is.
     *
     * @param ordinal the wish that it serves
     * @param attempt counts the offers made for this need through its life, from 1; also numbers the hold
     * @param service the aid service offered
     * @param provider who must answer
     * @param status how it stands
     * @param answerDueAt when the provider's answer or delivery is due; null once ended
     * @param reason coded reason of a refusal; null otherwise
     */
    public record Referral(
            int ordinal,
            int attempt,
            AidServiceId service,
            ProviderId provider,
            ReferralStatus status,
            @Nullable Instant answerDueAt,
            @Nullable String reason) {}

    /**
     * The final answer to a wish.
     *
     * @param ordinal the wish
     * @param result how it ended
     * @param service what was delivered; null unless delivered
     */
    public record Answer(int ordinal, FinalAnswer result, @Nullable AidServiceId service) {}

    @Override
    public String aggregate() {
        return need.value();
    }

    @Override
    public GridCode grid() {
        return unit;
    }
}
