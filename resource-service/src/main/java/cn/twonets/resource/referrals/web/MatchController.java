package cn.twonets.resource.referrals.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.events.HouseholdId;
import cn.twonets.resource.referrals.AidRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What fits a need, and why. */
@RestController
class MatchController {
    private final Reach reach;
    private final SensitiveReads reads;

    MatchController(Reach reach, SensitiveReads reads) {
        this.reach = reach;
        this.reads = reads;
    }

    /**
     * Candidates with reasons, and the nearest misses with what they lack. Whoever may read the household's facts is told
     * which of them counted, and that is written down; others, and where it is not known whose need it is, are not.
     */
    @SensitiveRead
    @GetMapping("/api/v1/matches/{needId}")
    MatchView match(Caller caller, @PathVariable String needId) {
        AidRecord record = reach.match(caller, ReferralKey.need(needId)).state();
        Set<String> facts = record.fit().factsNamed();
        HouseholdId household = household(record);
        if (facts.isEmpty() || household == null || !mayReadFacts(caller)) {
            return MatchView.forAll(record);
        }
        reads.record(caller, List.of(household), "casework", String.join(",", facts));
        return MatchView.withFacts(record);
    }

    /** The same who may read the household itself, from within the same units. */
    private static boolean mayReadFacts(Caller caller) {
        return caller.has(Role.GRID_MEMBER) || caller.has(Role.ASSISTANCE_OFFICE);
    }

    private static @Nullable HouseholdId household(AidRecord record) {
        return record.wanted() == null ? null : record.wanted().household();
    }
}
