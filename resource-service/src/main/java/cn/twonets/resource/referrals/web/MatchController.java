package cn.twonets.resource.referrals.web;

import cn.twonets.api.caller.Caller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What fits a need, and why. */
@RestController
class MatchController {
    private final Reach reach;

    MatchController(Reach reach) {
        this.reach = reach;
    }

    /** Candidates with reasons, and the nearest misses with what they lack. */
    @GetMapping("/api/v1/matches/{needId}")
    MatchView match(Caller caller, @PathVariable String needId) {
        return MatchView.of(reach.match(caller, ReferralKey.need(needId)).state());
    }
}
