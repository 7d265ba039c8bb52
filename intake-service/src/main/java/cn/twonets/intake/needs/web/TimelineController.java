package cn.twonets.intake.needs.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.events.NeedId;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.Needs;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Everything that happened about a need, from all three services. */
@RestController
public final class TimelineController {
    private final Needs needs;
    private final Actors actors;
    private final Timelines timelines;

    TimelineController(Needs needs, Actors actors, Timelines timelines) {
        this.needs = needs;
        this.actors = actors;
        this.timelines = timelines;
    }

    /** What happened about a need, oldest first. */
    @GetMapping("/api/v1/needs/{id}/timeline")
    Timelines.Timeline timeline(@PathVariable NeedId id, Caller caller, RequestCause cause,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String token) {
        NeedController.requireReader(caller);
        Need need = needs.find(id, actors.scope(caller)).orElseThrow(Refusal::notFound);
        return timelines.of(need, token, cause);
    }
}
