package cn.twonets.events;

import java.util.List;

/** What the aid side did about a need; {@link AidState} follows it. */
public sealed interface AidEvent extends Happening {
    /**
     * Aid services fit.
     *
     * @param candidates what fits, best first
     */
    record Matched(List<AidState.Candidate> candidates) implements AidEvent {}

    /**
     * Nothing fits; the nearest misses say what was lacking.
     *
     * @param missing the nearest misses
     */
    record Unmatched(List<AidState.NearMiss> missing) implements AidEvent {}

    /**
     * Capacity is held and the provider is asked.
     *
     * @param referral the referral as offered
     */
    record Offered(AidState.Referral referral) implements AidEvent {}

    /**
     * No candidate has capacity now; queued.
     *
     * @param ordinal number of the wish
     * @param services the aid services waited for
     */
    record Waitlisted(int ordinal, List<AidServiceId> services) implements AidEvent {}

    /**
     * The provider took it on.
     *
     * @param referral the referral as taken on
     * @param by the post of the provider
     */
    record Accepted(AidState.Referral referral, PostId by) implements AidEvent {}

    /**
     * The provider refused. {@code last} when no candidate is left, which also answers the wish.
     *
     * @param referral the referral as refused
     * @param by the post of the provider
     * @param reason coded reason
     * @param last whether no candidate is left
     */
    record Declined(AidState.Referral referral, PostId by, String reason, boolean last) implements AidEvent {}

    /**
     * The provider gave the aid; evidence stays with the provider, named by reference.
     *
     * @param referral the referral as delivered
     * @param by the post of the provider
     * @param evidence reference into the files of the provider
     */
    record Delivered(AidState.Referral referral, PostId by, String evidence) implements AidEvent {}

    /**
     * Not answered in time, or (with {@code last}) no candidate was left.
     *
     * @param ordinal number of the wish
     * @param services the aid services that were asked or waited for
     * @param last whether no candidate is left
     */
    record Expired(int ordinal, List<AidServiceId> services, boolean last) implements AidEvent {}

    /**
     * The wish was taken back.
     *
     * @param ordinal number of the wish
     */
    record Cancelled(int ordinal) implements AidEvent {}
}
