package cn.twonets.resource.referrals.web;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.referrals.AidRecord;
import java.util.List;

/**
 * What fits a need.
 *
 * @param need the need
 * @param awaitingFacts true while household facts could not be had; nothing is matched on missing facts
 * @param matched whether matching has been done at all
 * @param candidates what fits, best first, with coded reasons
 * @param missing nearest misses, with what they lack
 * @param sequence order within the need
 */
record MatchView(
        NeedId need,
        boolean awaitingFacts,
        boolean matched,
        List<Candidate> candidates,
        List<NearMiss> missing,
        long sequence) {

    /** An aid service that fits. */
    record Candidate(AidServiceId service, ProviderId provider, List<String> reasons) {}

    /** An aid service that almost fits. */
    record NearMiss(AidServiceId service, List<String> lacking) {}

    /** Without the name of any declared fact. */
    static MatchView forAll(AidRecord record) {
        return of(record, record.fit().publicCandidates(), record.fit().publicMissing());
    }

    /** With the names of the facts that counted. */
    static MatchView withFacts(AidRecord record) {
        return of(record, record.fit().candidates(), record.fit().missing());
    }

    private static MatchView of(
            AidRecord record, List<AidState.Candidate> candidates, List<AidState.NearMiss> missing) {
        return new MatchView(
                record.need(),
                record.fit().awaitingFacts(),
                record.fit().sequence() > 0,
                candidates.stream()
                        .map(fit -> new Candidate(fit.service(), fit.provider(), fit.reasons()))
                        .toList(),
                missing.stream().map(miss -> new NearMiss(miss.service(), miss.lacking())).toList(),
                record.order().sequence());
    }
}
