package cn.twonets.resource.referrals;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import java.util.List;

/**
 * What was found to fit.
 *
 * @param content content sequence of the case that this is about; 0 before the first matching, and
 *        when it is to be matched again
 * @param awaitingFacts true while household facts could not be had
 * @param candidates what fits and has capacity, best first
 * @param missing nearest misses
 * @param eligible everything that fits, with or without capacity at the time, best first
 * @param sequence sequence at which candidates or misses last changed
 */
public record Fit(
        long content,
        boolean awaitingFacts,
        List<AidState.Candidate> candidates,
        List<AidState.NearMiss> missing,
        List<AidServiceId> eligible,
        long sequence) {
    /** Before the first matching. */
    public static final Fit NONE = new Fit(0, false, List.of(), List.of(), List.of(), 0);

    /** To be matched again: the catalogue has changed. */
    Fit outdated() {
        return new Fit(0, awaitingFacts, candidates, missing, eligible, sequence);
    }

    Fit awaiting() {
        return new Fit(content, true, candidates, missing, eligible, sequence);
    }
}
