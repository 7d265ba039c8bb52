package cn.twonets.resource.referrals;

import cn.twonets.delivery.Decision;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseState;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.NeedId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.matching.HouseholdFacts;
import cn.twonets.resource.matching.Judgement;
import cn.twonets.resource.matching.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the case wants with what is, and does what is missing. Pure: everything it needs is handed to it, and it
 * may be asked again with newer copies.
 */
public final class ReferralRules {
    private final ReferralSettings settings;
    private final WorkingDays workingDays;

    public ReferralRules(ReferralSettings settings, WorkingDays workingDays) {
        this.settings = settings;
        this.workingDays = workingDays;
    }

    /**
     * The next decision about one need.
     *
     * @param current as stored; null if there is nothing yet
     * @param heard what the case wants; null when only time has passed or capacity came back
     * @param facts household facts that could be had; a need that is left out waits if it needs them
     */
    public Decision<AidRecord, AidEvent, AidRecord> advance(
            NeedId need,
            @Nullable AidRecord current,
            @Nullable Wanted heard,
            Supply supply,
            Map<NeedId, HouseholdFacts> facts) {
        Course course = new Course(current == null ? AidRecord.unheard(need) : current);
        if (heard != null && tellsSomethingNew(course.now().wanted(), heard)) {
            course.note(course.now().with(heard));
        }
        Wanted wanted = course.now().wanted();
        if (wanted == null) {
            return Decision.unchanged(course.now());
        }
        if (isToBeMatched(course.now())) {
            match(course, wanted, supply, facts.get(need));
        }
        if (!wanted.open()) {
            course.note(course.now().with(course.now().fit().withoutFacts()));
        }
        if (wanted.wish() != null) {
            pursue(course, wanted, wanted.wish(), supply);
        } else if (course.now().placement().ordinal() > course.now().answered()) {
            // The case was restored from a backup that is older than this wish.
            cancel(course, course.now().placement().ordinal());
        }
        course.note(course.now().wakingAt(wakeAt(course.now(), supply.now())));
        return course.decision(course.now());
    }

    /** Whether matching is due: the case is open, and its content is not the one that was matched last. */
    public static boolean isToBeMatched(AidRecord record) {
        Wanted wanted = record.wanted();
        return wanted != null && wanted.open() && record.fit().content() != wanted.content();
    }

    /** Whether a wish may have to be placed, or placed anew, so that services and their pools must be at hand. */
    static boolean mayPlace(AidRecord record, CaseState.Wish wish, Instant now) {
        if (!wish.wanted() || wish.ordinal() <= record.answered()) {
            return false;
        }
        AidState.Referral referral = record.referral();
        return record.placement().ordinal() != wish.ordinal()
                || record.holds().live() == null
                || referral != null && referral.status() == ReferralStatus.OFFERED && isOver(referral, now);
    }

    /** Whether what was heard changes anything here; a first sight always does. */
    public static boolean tellsSomethingNew(@Nullable Wanted known, Wanted heard) {
        if (known == null) {
            return true;
        }
        if (known.ancestors().isEmpty() && heard.heard().equals(known.heard())) {
            return !heard.ancestors().isEmpty();
        }
        return heard.heard().isAfter(known.heard())
                && !(known.unit().equals(heard.unit())
                        && known.ancestors().equals(heard.ancestors())
                        && known.kinds().equals(heard.kinds())
                        && known.content() == heard.content()
                        && known.open() == heard.open()
                        && sameWish(known.wish(), heard.wish()));
    }

    private static boolean sameWish(CaseState.@Nullable Wish one, CaseState.@Nullable Wish other) {
        if (one == null || other == null) {
            return one == other;
        }
        return one.ordinal() == other.ordinal()
                && one.wanted() == other.wanted()
                && one.candidates().equals(other.candidates());
    }

    private void match(Course course, Wanted wanted, Supply supply, @Nullable HouseholdFacts facts) {
        if (wanted.ancestors().isEmpty()) {
            return;
        }
        Matcher.Asked asked = new Matcher.Asked(wanted.kinds(), wanted.ancestors());
        if (facts == null && !Matcher.factsNeeded(asked, supply.services()).isEmpty()) {
            course.note(course.now().with(course.now().fit().awaiting()));
            return;
        }
        List<Judgement> judged = Matcher.judge(
                asked, supply.services(), facts == null ? HouseholdFacts.NONE : facts, supply::hasRoom);
        List<AidState.Candidate> candidates = judged.stream()
                .filter(Judgement::fits)
                .limit(AidState.MOST_CANDIDATES)
                .map(fit -> new AidState.Candidate(fit.service().id(), fit.service().provider(), fit.reasons()))
                .toList();
        List<AidState.NearMiss> missing = judged.stream()
                .filter(miss -> !miss.fits())
                .limit(AidState.MOST_CANDIDATES - candidates.size())
                .map(miss -> new AidState.NearMiss(miss.service().id(), miss.lacking()))
                .toList();
        List<AidServiceId> eligible = judged.stream()
                .filter(Judgement::isEligible)
                .map(fit -> fit.service().id())
                .toList();
        Fit before = course.now().fit();
        Fit found = new Fit(wanted.content(), false, candidates, missing, eligible, before.sequence());
        if (before.sequence() > 0 && found.tellsTheSameAs(before)) {
            course.note(course.now().with(found));
            return;
        }
        course.happened(
                now -> now.with(found.since(now.order().sequence())),
                now -> candidates.isEmpty()
                        ? new AidEvent.Unmatched(found.publicMissing())
                        : new AidEvent.Matched(found.publicCandidates()));
    }

    private void pursue(Course course, Wanted wanted, CaseState.Wish wish, Supply supply) {
        Placement placement = course.now().placement();
        if (placement.ordinal() > course.now().answered() && placement.ordinal() != wish.ordinal()) {
            cancel(course, placement.ordinal());
        }
        if (wish.ordinal() <= course.now().answered()) {
            return;
        }
        if (!wish.wanted() || !wanted.open()) {
            cancel(course, wish.ordinal());
            return;
        }
        if (course.now().placement().ordinal() != wish.ordinal()) {
            if (isToBeMatched(course.now())) {
                return;
            }
            List<AidServiceId> eligible = course.now().fit().eligible();
            List<AidServiceId> candidates = wish.candidates().isEmpty()
                    ? eligible
                    : wish.candidates().stream().filter(eligible::contains).distinct().toList();
            course.note(course.now().with(Placement.of(wish.ordinal(), candidates)));
        }
        AidState.Referral referral = course.now().referral();
        if (referral != null && referral.status() == ReferralStatus.OFFERED && isOver(referral, supply.now())) {
            expire(course, referral);
        }
        if (course.now().holds().live() == null && wish.ordinal() > course.now().answered()) {
            place(course, supply);
        }
    }

    private static boolean isOver(AidState.Referral referral, Instant now) {
        return referral.answerDueAt() != null && !referral.answerDueAt().isAfter(now);
    }

    /** The provider did not answer in time: the units come back, the next candidate's turn. */
    private static void expire(Course course, AidState.Referral referral) {
        boolean last = course.now().placement().remaining().isEmpty();
        course.happened(
                now -> answeredIf(last, FinalAnswer.NONE_LEFT,
                        now.with(ended(referral, ReferralStatus.EXPIRED, null)).with(now.holds().released())),
                now -> new AidEvent.Expired(referral.ordinal(), List.of(referral.service()), last));
    }

    /** Offers to the first candidate with capacity; queues if all are full; gives the answer if none is left. */
    private void place(Course course, Supply supply) {
        List<AidService> remaining = course.now().placement().remaining().stream()
                .map(supply::service)
                .flatMap(Optional::stream)
                .toList();
        for (AidService service : remaining) {
            HoldId hold = new HoldId(course.now().need(), course.now().holds().counted() + 1);
            Optional<Holds.Reservation> reserved = supply.reserve(service, hold);
            if (reserved.isPresent()) {
                offer(course, service, reserved.get(), supply.now());
                return;
            }
        }
        Placement placement = course.now().placement();
        List<AidService> queues = remaining.stream().filter(service -> service.terms().waitlist()).toList();
        Instant until = placement.queuedUntil();
        if (queues.isEmpty() || until != null && !until.isAfter(supply.now())) {
            noneLeft(course, placement);
        } else if (until == null) {
            queue(course, queues, supply.now());
        }
    }

    private void offer(Course course, AidService service, Holds.Reservation reserved, Instant now) {
        Instant dueAt = workingDays.after(now, service.terms().answerDays());
        int ordinal = course.now().placement().ordinal();
        AidState.Referral offered = new AidState.Referral(ordinal, reserved.attempt(), service.id(),
                service.provider(), ReferralStatus.OFFERED, dueAt, null);
        course.happened(
                next -> next.with(next.placement().without(service.id()))
                        .with(next.holds().reserved(reserved))
                        .with(offered),
                next -> new AidEvent.Offered(offered));
    }

    private void queue(Course course, List<AidService> queues, Instant now) {
        List<AidServiceId> ids = queues.stream().map(AidService::id).toList();
        Instant until = workingDays.after(now, settings.queueDays());
        int ordinal = course.now().placement().ordinal();
        AidService first = queues.getFirst();
        AidState.Referral waiting = new AidState.Referral(ordinal, course.now().holds().counted() + 1, first.id(),
                first.provider(), ReferralStatus.WAITLISTED, until, null);
        course.happened(
                next -> next.with(Placement.of(ordinal, ids).queued(now, until)).with(waiting),
                next -> new AidEvent.Waitlisted(ordinal, ids));
    }

    private static void noneLeft(Course course, Placement placement) {
        AidState.Referral referral = course.now().referral();
        boolean queued = referral != null && referral.status() == ReferralStatus.WAITLISTED;
        course.happened(
                now -> answeredIf(true, FinalAnswer.NONE_LEFT,
                        queued ? now.with(ended(referral, ReferralStatus.EXPIRED, null)) : now),
                now -> new AidEvent.Expired(placement.ordinal(), placement.remaining(), true));
    }

    /** The wish was taken back; also for a wish that is first heard of like this. */
    private static void cancel(Course course, int ordinal) {
        AidState.Referral referral = course.now().referral();
        boolean live = referral != null && referral.ordinal() == ordinal && isUnderWay(referral.status());
        course.happened(
                now -> {
                    AidRecord after = now.with(Placement.of(ordinal, List.of())).with(now.holds().released());
                    return (live ? after.with(ended(referral, ReferralStatus.CANCELLED, null)) : after)
                            .with(new AidState.Answer(ordinal, FinalAnswer.CANCELLED, null));
                },
                now -> new AidEvent.Cancelled(ordinal));
    }

    static boolean isUnderWay(ReferralStatus status) {
        return switch (status) {
            case OFFERED, ACCEPTED, WAITLISTED -> true;
            case DECLINED, DELIVERED, EXPIRED, CANCELLED -> false;
        };
    }

    static AidState.Referral ended(AidState.Referral referral, ReferralStatus how, @Nullable String reason) {
        return new AidState.Referral(referral.ordinal(), referral.attempt(), referral.service(), referral.provider(),
                how, null, reason);
    }

    static AidRecord answeredIf(boolean last, FinalAnswer answer, AidRecord record) {
        return last
                ? record.with(new AidState.Answer(record.placement().ordinal(), answer, null))
                : record;
    }

    /** When to look at it again. */
    private @Nullable Instant wakeAt(AidRecord record, Instant now) {
        Instant matching = isToBeMatched(record) ? now.plus(settings.factsRetry()) : null;
        Instant referral = wakeForReferral(record, now);
        return matching == null || referral != null && referral.isBefore(matching) ? referral : matching;
    }

    private @Nullable Instant wakeForReferral(AidRecord record, Instant now) {
        AidState.Referral referral = record.referral();
        if (referral == null || record.placement().ordinal() <= record.answered()) {
            return null;
        }
        Instant dueAt = referral.answerDueAt();
        return switch (referral.status()) {
            case OFFERED -> dueAt;
            case WAITLISTED -> dueAt != null && dueAt.isBefore(now.plus(settings.queueRetry()))
                    ? dueAt
                    : now.plus(settings.queueRetry());
            case DECLINED, EXPIRED -> now;
            case ACCEPTED, DELIVERED, CANCELLED -> null;
        };
    }
}
