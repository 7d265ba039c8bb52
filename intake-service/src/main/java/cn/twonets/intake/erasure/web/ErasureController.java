package cn.twonets.intake.erasure.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Cause;
import cn.twonets.events.HouseholdId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.intake.erasure.Erased;
import cn.twonets.intake.erasure.ErasureDesk;
import cn.twonets.intake.erasure.Reason;
import cn.twonets.intake.households.web.HouseholdProblem;
import java.time.Clock;
import java.time.Instant;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Erases households, for the assistance office. */
@RestController
public final class ErasureController {
    private final ErasureDesk desk;
    private final GridDirectory grid;
    private final Clock clock;

    ErasureController(ErasureDesk desk, GridDirectory grid, Clock clock) {
        this.desk = desk;
        this.grid = grid;
        this.clock = clock;
    }

    /**
     * Why a household is erased.
     *
     * @param reason one of household-asked, consent-withdrawn, purpose-ended, registered-in-error
     */
    record ErasureBody(String reason) {}

    /**
     * What is left.
     *
     * @param household the pseudonym
     * @param erasedAt since when nothing of it can be read
     * @param reason why
     * @param filesRewritten whether the destroyed key has left the store's files too; if not, that is tried again
     */
    record ErasureView(HouseholdId household, Instant erasedAt, String reason, boolean filesRewritten) {}

    /** Erases a household whose needs are all closed, for good. The same again answers the same. */
    @PostMapping("/api/v1/households/{id}/erasure")
    ErasureView erase(@PathVariable HouseholdId id, @RequestBody ErasureBody body, Caller caller, RequestCause cause) {
        caller.require(Role.ASSISTANCE_OFFICE);
        Reason reason = Reason.ofCode(body.reason())
                .orElseThrow(() -> Refusal.invalid("/reason", "unknown-value"));
        Erased erased = desk.erase(new ErasureDesk.Wish(id, caller.post(),
                grid.scopeOf(caller.post(), clock.instant()), new Cause(cause.correlationId(), cause.traceparent()),
                reason));
        return switch (erased) {
            case Erased.Done done -> new ErasureView(done.household(), done.erasure().at(), done.erasure().reason(),
                    done.filesRewritten());
            case Erased.NeedsOpen open -> throw Refusal.of(HouseholdProblem.NEEDS_OPEN, open.needs());
            case Erased.Unknown unknown -> throw Refusal.notFound();
        };
    }
}
