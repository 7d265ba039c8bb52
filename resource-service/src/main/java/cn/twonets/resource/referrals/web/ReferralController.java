package cn.twonets.resource.referrals.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import cn.twonets.resource.referrals.ReferralAct;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A provider's inbox, one referral, and what a provider does about it. */
@RestController
@RequestMapping("/api/v1/referrals")
class ReferralController {
    private final Reach reach;
    private final AidRecords records;
    private final ReferralActions actions;
    private final Timeline timeline;

    ReferralController(Reach reach, AidRecords records, ReferralActions actions, Timeline timeline) {
        this.reach = reach;
        this.records = records;
        this.actions = actions;
        this.timeline = timeline;
    }

    /** What lies on a provider's desk, soonest due first. */
    @GetMapping
    Page<ReferralView> desk(
            Caller caller,
            PageRequest page,
            @RequestParam @Nullable String provider,
            @RequestParam @Nullable String status) {
        caller.require(Role.DEPARTMENT, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
        ProviderId whose = desk(caller, provider);
        AidRecords.Place after = page.after(2).map(ReferralController::place).orElse(null);
        List<AidRecord> found = records.desk(whose, status(status), after, page.limit() + 1);
        return Page.of(found, page, ReferralController::cursor,
                record -> ReferralView.of(record, Optional.of(whose)).orElseThrow());
    }

    /** The present referral of a need, or the last one that the caller's provider was asked. */
    @GetMapping("/{id}")
    ResponseEntity<ReferralView> referral(Caller caller, @PathVariable String id) {
        Reach.Seen seen = reach.referral(caller, ReferralKey.need(id));
        return tagged(ReferralView.of(seen.stored().state(), seen.only()).orElseThrow(Refusal::notFound));
    }

    /** What happened on the aid side, oldest first; providers see what concerns them. */
    @GetMapping("/{id}/timeline")
    Timeline.View timeline(Caller caller, @PathVariable String id) {
        Reach.Seen seen = reach.referral(caller, ReferralKey.need(id));
        return timeline.of(seen.stored().state().need(), seen.only());
    }

    /** Takes it on. */
    @PostMapping("/{id}/acceptance")
    ResponseEntity<ReferralView> accept(Caller caller, @PathVariable String id, ActKey key, IfMatch condition) {
        return tagged(actions.act(caller, id, key, condition, new ReferralAct.Accept(caller.post())));
    }

    /** Why it is refused. */
    record Refused(String reason) {}

    /** Refuses it: the next candidate is asked. */
    @PostMapping("/{id}/refusal")
    ResponseEntity<ReferralView> refuse(
            Caller caller, @PathVariable String id, ActKey key, IfMatch condition, @RequestBody Refused body) {
        return tagged(actions.act(caller, id, key, condition, actions.decline(caller, body.reason())));
    }

    /** Where the evidence lies. */
    record Delivery(String evidence) {}

    /** The aid was given. */
    @PostMapping("/{id}/delivery")
    ResponseEntity<ReferralView> deliver(
            Caller caller, @PathVariable String id, ActKey key, IfMatch condition, @RequestBody Delivery body) {
        return tagged(actions.act(caller, id, key, condition, actions.deliver(caller, body.evidence())));
    }

    private ProviderId desk(Caller caller, @Nullable String provider) {
        if (caller.has(Role.DEPARTMENT)) {
            ProviderId own = reach.providerOf(caller);
            if (provider != null && !provider.equals(own.value())) {
                throw Refusal.notFound();
            }
            return own;
        }
        reach.requireWholeCounty(caller);
        if (provider == null) {
            throw Refusal.of(StandardProblem.INVALID_REQUEST).query("provider", "missing");
        }
        try {
            return new ProviderId(provider);
        } catch (IllegalArgumentException none) {
            throw Refusal.notFound();
        }
    }

    private static @Nullable ReferralStatus status(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "requested" -> ReferralStatus.OFFERED;
            case "accepted" -> ReferralStatus.ACCEPTED;
            default -> throw Refusal.of(StandardProblem.INVALID_REQUEST).query("status", "unknown-value");
        };
    }

    private static Cursor cursor(AidRecord record) {
        AidRecords.Place place = AidRecords.Place.of(record);
        return Cursor.of(place.dueAt().toString(), place.need().value());
    }

    private static AidRecords.Place place(Cursor cursor) {
        try {
            return new AidRecords.Place(cursor.time(0), new NeedId(cursor.part(1)));
        } catch (IllegalArgumentException notOurs) {
            throw Cursor.refusal();
        }
    }

    private static ResponseEntity<ReferralView> tagged(ReferralView view) {
        return ResponseEntity.ok().eTag(ETags.of(view.sequence())).body(view);
    }
}
