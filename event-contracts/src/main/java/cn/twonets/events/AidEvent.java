package cn.twonets.events;

import java.util.List;

/** What the aid side did about a need; {@link AidState} follows it. */
public sealed interface AidEvent extends Happening {
    /** Aid services fit. */
    record Matched(List<AidState.Candidate> candidates) implements AidEvent {}

    /** Nothing fits; the nearest misses say what was lacking. */
    record Unmatched(List<AidState.NearMiss> missing) implements AidEvent {}

    /** Capacity is held and the provider is asked. */
    record Offered(AidState.Referral referral) implements AidEvent {}

    /** No candidate has capacity now; queued. */
    record Waitlisted(int ordinal, List<AidServiceId> services) implements AidEvent {}

    /** The provider took it on. */
    record Accepted(AidState.Referral referral, PostId by) implements AidEvent {}

    /** The provider refused. {@code last} when no candidate is left, which also answers the wish. */
    record Declined(AidState.Referral referral, PostId by, String reason, boolean last) implements AidEvent {}

    /** The provider gave the aid; evidence stays with the provider, named by reference. */
    record Delivered(AidState.Referral referral, PostId by, String evidence) implements AidEvent {}

    /** Not answered in time, or (with {@code last}) no candidate was left. */
    record Expired(int ordinal, List<AidServiceId> services, boolean last) implements AidEvent {}

    /** The wish was taken back. */
    record Cancelled(int ordinal) implements AidEvent {}
}
