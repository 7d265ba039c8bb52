package cn.twonets.intake.needs.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.api.web.RequestCause;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.Outcome;
import cn.twonets.events.Urgency;
import cn.twonets.intake.Fault;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.NeedStatus;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.needs.Submission;
import cn.twonets.intake.needs.Submitted;
import cn.twonets.intake.needs.WithdrawalReason;
import cn.twonets.intake.privacy.Protected;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Needs, one by one. */
@RestController
@RequestMapping("/api/v1/needs")
public final class NeedController {
    private static final String PATH = "/api/v1/needs/";

    private final NeedDesk desk;
    private final Needs needs;
    private final Actors actors;
    private final SensitiveReads reads;

    NeedController(NeedDesk desk, Needs needs, Actors actors, SensitiveReads reads) {
        this.desk = desk;
        this.needs = needs;
        this.actors = actors;
        this.reads = reads;
    }

    /** Reports a need; answers 201, or 200 for the very same request again. */
    @PostMapping
    ResponseEntity<NeedView> submit(@RequestBody NeedBody body, Caller caller, @IdempotencyKeyRequired ActKey key,
            RequestCause cause) {
        caller.require(Role.GRID_MEMBER, Role.ASSISTANCE_OFFICE);
        Submission submission = body.read(new NeedId(key.creationId()), key.bodyHash());
        Submitted submitted = desk.submit(actors.actor(caller, cause), List.of(submission)).get(submission.id());
        return switch (submitted) {
            case Submitted.Created created -> whole(
                    ResponseEntity.created(URI.create(PATH + created.need().id())),
                    created.need());
            case Submitted.Duplicate duplicate -> whole(
                    ResponseEntity.ok().location(URI.create(PATH + duplicate.need().id())),
                    duplicate.need());
            case Submitted.KeyReused reused -> throw ActKey.reused();
            case Submitted.Refused refused -> throw Refusals.of(refused.faults());
        };
    }

    /** Needs within the caller's scope, newest first. */
    @GetMapping
    Page<NeedView> list(@RequestParam(required = false) @Nullable NeedStatus status,
            @RequestParam(required = false) @Nullable CategoryCode category,
            @RequestParam(required = false) @Nullable Urgency urgency,
            @RequestParam(required = false) @Nullable GridCode unit,
            @RequestParam(required = false) @Nullable HouseholdId household, PageRequest page, Caller caller) {
        requireReader(caller);
        String before = page.after(1).map(cursor -> cursor.part(0)).orElse(null);
        List<Need> found = needs.list(
                actors.scope(caller),
                new Needs.Filter(status, category, urgency, unit, household),
                before,
                page.limit() + 1);
        return Page.of(found, page, need -> Cursor.of(need.listKey()), NeedView::of);
    }

    /** One need; with its description for those who work with the household. */
    @SensitiveRead
    @GetMapping("/{id}")
    ResponseEntity<NeedView> read(@PathVariable NeedId id, Caller caller) {
        requireReader(caller);
        Need need = needs.find(id, actors.scope(caller)).orElseThrow(Refusal::notFound);
        String description = caller.has(Role.GRID_MEMBER) || caller.has(Role.ASSISTANCE_OFFICE)
                ? desk.description(need).map(Protected::plain).orElse(null)
                : null;
        if (description != null) {
            reads.record(caller, List.of(need.household()), "casework", "description");
        }
        return ResponseEntity.ok().eTag(ETags.of(need.order().sequence())).body(NeedView.of(need, description));
    }

    /** Corrects what was reported. */
    @PatchMapping("/{id}")
    ResponseEntity<NeedView> amend(@PathVariable NeedId id, @RequestBody NeedPatch patch, IfMatch ifMatch,
            ActKey key, Caller caller, RequestCause cause) {
        caller.require(Role.GRID_MEMBER);
        return whole(
                ResponseEntity.ok(),
                Refusals.done(desk.amend(actors.acting(id, caller, key, ifMatch, cause), patch::apply)));
    }

    /**
     * Why a need is taken back.
     *
     * @param reason one of no-longer-wanted, solved-otherwise, reported-twice, reported-in-error, household-left
     */
    record WithdrawalBody(String reason) {}

    /** Takes a need back. */
    @PostMapping("/{id}/withdrawal")
    ResponseEntity<NeedView> withdraw(@PathVariable NeedId id, @RequestBody WithdrawalBody body, IfMatch ifMatch,
            ActKey key, Caller caller, RequestCause cause) {
        caller.require(Role.GRID_MEMBER);
        WithdrawalReason reason = WithdrawalReason.ofCode(body.reason())
                .orElseThrow(() -> Refusals.of(List.of(new Fault("/reason", "unknown-value"))));
        return whole(
                ResponseEntity.ok(),
                Refusals.done(desk.withdraw(actors.acting(id, caller, key, ifMatch, cause), reason)));
    }

    /**
     * Whether it helped.
     *
     * @param outcome what the household says
     * @param round the round that is answered; the present one where left out
     */
    record ConfirmationBody(Outcome outcome, @Nullable Integer round) {}

    /** Says whether the resolution helped. */
    @PostMapping("/{id}/confirmation")
    ResponseEntity<NeedView> confirm(@PathVariable NeedId id, @RequestBody ConfirmationBody body, IfMatch ifMatch,
            ActKey key, Caller caller, RequestCause cause) {
        caller.require(Role.GRID_MEMBER);
        return whole(
                ResponseEntity.ok(),
                Refusals.done(
                        desk.confirm(actors.acting(id, caller, key, ifMatch, cause), body.outcome(), body.round())));
    }

    static void requireReader(Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
    }

    private static ResponseEntity<NeedView> whole(ResponseEntity.BodyBuilder answer, Need need) {
        return answer.eTag(ETags.of(need.order().sequence())).body(NeedView.of(need));
    }
}
