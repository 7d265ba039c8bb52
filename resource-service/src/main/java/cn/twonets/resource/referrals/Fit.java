package cn.twonets.resource.referrals;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.resource.matching.FactCodes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was found to fit. While the case is open its codes name the facts that were compared; what is told of it does not.
 *
 * @param content content sequence of the case that this is about; 0 before the first matching, and
 *        when it is to be matched again
 * @param awaitingFacts true while household facts could not be had
 * @param candidates what fits and has capacity, best first
 * @param missing nearest misses
 * @param eligible everything that fits, with or without capacity at the time, best first
 * @param sequence sequence at which what is told of candidates or misses last changed
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

    /** The candidates as everybody may know them. */
    public List<AidState.Candidate> publicCandidates() {
        return candidates.stream()
                .map(fit -> new AidState.Candidate(fit.service(), fit.provider(),
                        FactCodes.withoutNames(fit.reasons())))
                .toList();
    }

    /** The nearest misses as everybody may know them. */
    public List<AidState.NearMiss> publicMissing() {
        return missing.stream()
                .map(miss -> new AidState.NearMiss(miss.service(), FactCodes.withoutNames(miss.lacking())))
                .toList();
    }

    /** The facts that its codes name; empty where it tells nothing of the household but where it lives. */
    public Set<String> factsNamed() {
        return FactCodes.named(Stream.concat(
                candidates.stream().flatMap(fit -> fit.reasons().stream()),
                missing.stream().flatMap(miss -> miss.lacking().stream())))
                .collect(TreeSet::new, Set::add, Set::addAll);
    }

    /** As it is kept when nobody needs to know any more what was compared. */
    Fit withoutFacts() {
        return new Fit(content, awaitingFacts, publicCandidates(), publicMissing(), eligible, sequence);
    }

    boolean tellsTheSameAs(Fit other) {
        return publicCandidates().equals(other.publicCandidates()) && publicMissing().equals(other.publicMissing());
    }

    Fit since(long changed) {
        return new Fit(content, awaitingFacts, candidates, missing, eligible, changed);
    }

    Fit awaiting() {
        return new Fit(content, true, candidates, missing, eligible, sequence);
    }
}
