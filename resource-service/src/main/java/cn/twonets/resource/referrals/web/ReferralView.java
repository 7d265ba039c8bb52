package cn.twonets.resource.referrals.web;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.AidRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A referral as callers see it; statuses in the words of FHIR Task.
 *
 * @param id {@code <need>.<attempt>}: what acts name
 * @param need the need
 * @param unit the household's grid unit
 * @param wish number of the wish that it serves
 * @param service the aid service
 * @param provider who was asked
 * @param status {@code received}, {@code requested}, {@code accepted}, {@code rejected}, {@code completed},
 *        {@code failed} or {@code cancelled}
 * @param dueAt when answer or delivery is due; null once ended
 * @param reason coded reason of a refusal; null otherwise
 * @param greenChannel help first, paperwork after
 * @param answer the final answer to the need's last answered wish; null before the first
 * @param earlier earlier referrals of the need that the caller may see
 * @param sequence order within the need; the entity tag
 */
record ReferralView(
        String id,
        NeedId need,
        @Nullable GridCode unit,
        int wish,
        AidServiceId service,
        ProviderId provider,
        String status,
        @Nullable Instant dueAt,
        @Nullable String reason,
        boolean greenChannel,
        @Nullable Answer answer,
        List<Earlier> earlier,
        long sequence) {

    /** A final answer. */
    record Answer(int wish, FinalAnswer result, @Nullable AidServiceId service) {}

    /** A referral before the present one. */
    record Earlier(String id, AidServiceId service, ProviderId provider, String status, @Nullable String reason) {}

    /** The present referral, or with {@code only} the last one that this provider was asked; empty if there is none. */
    static Optional<ReferralView> of(AidRecord record, Optional<ProviderId> only) {
        List<AidState.Referral> all = new java.util.ArrayList<>(record.earlier());
        if (record.referral() != null) {
            all.add(record.referral());
        }
        List<AidState.Referral> seen = all.stream()
                .filter(one -> only.map(provider -> provider.equals(one.provider())).orElse(true))
                .toList();
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        AidState.Referral last = seen.getLast();
        AidState.Answer answer = only.isPresent() && !isOf(record.answer(), seen) ? null : record.answer();
        var wanted = record.wanted();
        return Optional.of(new ReferralView(
                id(record, last),
                record.need(),
                wanted == null ? null : wanted.unit(),
                last.ordinal(),
                last.service(),
                last.provider(),
                word(last.status()),
                last.answerDueAt(),
                last.reason(),
                wanted != null && wanted.wish() != null && wanted.wish().greenChannel(),
                answer == null ? null : new Answer(answer.ordinal(), answer.result(), answer.service()),
                seen.subList(0, seen.size() - 1).stream()
                        .map(one -> new Earlier(id(record, one), one.service(), one.provider(), word(one.status()),
                                one.reason()))
                        .toList(),
                record.order().sequence()));
    }

    /** Whether an answer is about the caller's own referrals: what another provider gave is not for it to know. */
    private static boolean isOf(AidState.@Nullable Answer answer, List<AidState.Referral> own) {
        return answer != null && answer.service() != null && own.stream()
                .anyMatch(one -> one.ordinal() == answer.ordinal() && one.service().equals(answer.service()));
    }

    private static String id(AidRecord record, AidState.Referral referral) {
        return new ReferralKey(record.need(), referral.attempt()).toString();
    }

    /** The word of FHIR Task for a status. */
    static String word(ReferralStatus status) {
        return switch (status) {
            case WAITLISTED -> "received";
            case OFFERED -> "requested";
            case ACCEPTED -> "accepted";
            case DECLINED -> "rejected";
            case DELIVERED -> "completed";
            case EXPIRED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }
}
