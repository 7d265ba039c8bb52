package cn.twonets.dispatch.casework.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.web.RequestCause;
import cn.twonets.dispatch.casework.ActAnswer;
import cn.twonets.dispatch.casework.CaseAct;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.Standing;
import cn.twonets.events.NeedId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people do with one case; an act is a sub-resource. Answers with the case as it is afterwards. */
@RestController
@RequestMapping("/api/v1/cases/{id}")
class CaseActController {
    private final CaseDesk desk;
    private final Counter counter;

    CaseActController(CaseDesk desk, Counter counter) {
        this.desk = desk;
        this.counter = counter;
    }

    @PostMapping("/acknowledgement")
    ResponseEntity<CaseView> acknowledge(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody(required = false) ActBody.@Nullable Acknowledgement body) {
        return act(id, caller, key, match, cause, body == null ? new ActBody.Acknowledgement() : body);
    }

    @PostMapping("/referrals")
    ResponseEntity<CaseView> refer(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Referral body) {
        return act(id, caller, key, match, cause, body);
    }

    @PostMapping("/resolution")
    ResponseEntity<CaseView> resolve(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Resolution body) {
        return act(id, caller, key, match, cause, body);
    }

    @PostMapping("/escalation")
    ResponseEntity<CaseView> escalate(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Escalation body) {
        return act(id, caller, key, match, cause, body);
    }

    @PostMapping("/return")
    ResponseEntity<CaseView> sendBack(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Return body) {
        return act(id, caller, key, match, cause, body);
    }

    @PostMapping("/arbitration")
    ResponseEntity<CaseView> arbitrate(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Arbitration body) {
        return act(id, caller, key, match, cause, body);
    }

    @PostMapping("/plan")
    ResponseEntity<CaseView> plan(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Plan body) {
        return act(id, caller, key, match, cause, body);
    }

    @PostMapping("/closure")
    ResponseEntity<CaseView> close(@PathVariable String id, Caller caller, ActKey key, IfMatch match,
            RequestCause cause, @RequestBody ActBody.Closure body) {
        return act(id, caller, key, match, cause, body);
    }

    private ResponseEntity<CaseView> act(String path, Caller caller, ActKey key, IfMatch match, RequestCause cause,
            ActBody body) {
        Standing who = counter.actor(caller);
        NeedId id = Counter.id(path);
        CaseAct act = body.act();
        CaseDesk.Order order = new CaseDesk.Order(id, act, Counter.act(key), counter.expected(match, id, who));
        return switch (desk.act(who, List.of(order), Counter.cause(cause)).get(id)) {
            case ActAnswer.Done done -> ResponseEntity.ok()
                    .eTag(ETags.of(done.after().shown().order().sequence()))
                    .body(CaseView.of(done.after(), desk.now()));
            case ActAnswer.Refused refused -> throw Counter.refusal(act, refused);
        };
    }
}
