package cn.twonets.intake.households.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Cause;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Scope;
import cn.twonets.intake.Fault;
import cn.twonets.intake.households.Contents;
import cn.twonets.intake.households.Entered;
import cn.twonets.intake.households.Entry;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The household register of the village. */
@RestController
@RequestMapping("/api/v1/households")
public final class HouseholdController {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final String WHOLE = "masked-people,facts,note";

    private final HouseholdRegister register;
    private final Households households;
    private final GridDirectory grid;
    private final ItemReader reader;
    private final MergePatch patches;
    private final SensitiveReads reads;
    private final Clock clock;

    HouseholdController(HouseholdRegister register, Households households, GridDirectory grid, ItemReader reader,
            MergePatch patches, SensitiveReads reads, Clock clock) {
        this.register = register;
        this.households = households;
        this.grid = grid;
        this.reader = reader;
        this.patches = patches;
        this.reads = reads;
        this.clock = clock;
    }

    /** Enters a household; answers 201, or 200 for the very same request again. */
    @PostMapping
    ResponseEntity<HouseholdView> register(@RequestBody HouseholdBody body, Caller caller,
            @IdempotencyKeyRequired ActKey key, RequestCause cause) {
        caller.require(Role.GRID_MEMBER);
        Contents contents = body.read(today());
        Entry entry = entry(new HouseholdId(key.creationId()), caller, cause);
        return answer(register.register(entry, key.bodyHash(), contents), true, caller);
    }

    /** One household, masked; with the helper's note for those who work with it. */
    @SensitiveRead
    @GetMapping("/{id}")
    ResponseEntity<HouseholdView> read(@PathVariable HouseholdId id, Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.ASSISTANCE_OFFICE);
        Household household = households.find(id, scope(caller)).orElseThrow(Refusal::notFound);
        Contents contents = register.contents(household).orElseThrow(Refusal::notFound);
        boolean worksWithIt = caller.has(Role.GRID_MEMBER);
        reads.record(caller, List.of(id), "casework", worksWithIt ? WHOLE : "masked-people,facts");
        return ResponseEntity.ok()
                .eTag(ETags.of(household.revision()))
                .body(HouseholdView.whole(household, contents, worksWithIt));
    }

    /** Households within the caller's scope, by id, without anything private. */
    @GetMapping
    Page<HouseholdView> list(@RequestParam(required = false) @Nullable GridCode unit,
            @RequestParam(required = false) @Nullable PostId helper, PageRequest page, Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
        String after = page.after(1).map(cursor -> cursor.part(0)).orElse(null);
        List<Household> found = households
                .list(scope(caller), new Households.Filter(unit, helper), after, page.limit() + 1);
        return Page.of(found, page, household -> Cursor.of(household.id().value()), HouseholdView::line);
    }

    /** Changes what the patch names (JSON Merge Patch, RFC 7396); null takes a value away. */
    @PatchMapping(path = "/{id}", consumes = {"application/json", "application/merge-patch+json"})
    ResponseEntity<HouseholdView> amend(@PathVariable HouseholdId id, @RequestBody ObjectNode patch, IfMatch ifMatch,
            Caller caller, RequestCause cause) {
        caller.require(Role.GRID_MEMBER);
        Entered entered = register.amend(
                entry(id, caller, cause),
                revision -> ifMatch.allows(ETags.of(revision)),
                contents -> {
                    JsonNode merged = patches.merge(HouseholdBody.of(contents), patch);
                    return reader.read(merged, HouseholdBody.class).read(today());
                });
        return answer(entered, false, caller);
    }

    /** Whoever has just entered a household is told nothing new; everybody else reads what others have entered too. */
    private ResponseEntity<HouseholdView> answer(Entered entered, boolean creating, Caller caller) {
        return switch (entered) {
            case Entered.Done done -> {
                Household household = done.household();
                if (!creating || !done.now()) {
                    reads.record(caller, List.of(household.id()), "casework", WHOLE);
                }
                ResponseEntity.BodyBuilder answer = creating && done.now()
                        ? ResponseEntity.created(URI.create("/api/v1/households/" + household.id()))
                        : ResponseEntity.status(HttpStatus.OK);
                if (creating && !done.now()) {
                    answer.location(URI.create("/api/v1/households/" + household.id()));
                }
                yield answer.eTag(ETags.of(household.revision()))
                        .body(HouseholdView.whole(
                                household,
                                register.contents(household).orElseThrow(Refusal::notFound),
                                true));
            }
            case Entered.Refused refused -> throw refusal(refused.faults());
            case Entered.KeyReused reused -> throw ActKey.reused();
            case Entered.Unknown unknown -> throw Refusal.notFound();
            case Entered.Stale stale -> throw IfMatch.stale();
        };
    }

    private static Refusal refusal(List<Fault> faults) {
        Refusal refusal = Refusal.of(HouseholdProblem.NOT_REGISTRABLE);
        faults.forEach(fault -> refusal.field(fault.pointer(), fault.code()));
        return refusal;
    }

    private Entry entry(HouseholdId id, Caller caller, RequestCause cause) {
        return new Entry(id, caller.post(), scope(caller), new Cause(cause.correlationId(), cause.traceparent()));
    }

    private Scope scope(Caller caller) {
        return grid.scopeOf(caller.post(), clock.instant());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), CHINA);
    }
}
